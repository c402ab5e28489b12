import "server-only";
import { COMPETITION_PLAN_ID } from "@/lib/core/competition/build-competition-plan";
import { getDb } from "@/lib/db/client";

/** What happened longer ago is not worth a mail, in ms; a sweep that was down for less misses nothing. */
const WINDOW_MS = 86_400_000;
/** Locks that begin and end with every trade or day get no mail. */
const MAILED_CAUSES = ["loss", "streak", "trades"];

/** Queues the mails about challenges that started, and phases that were passed or failed, since a day. */
export async function queueChallengeMails(now: Date): Promise<void> {
  const since = new Date(now.getTime() - WINDOW_MS);
  await getDb().$executeRaw`
    WITH changed AS (
      SELECT s."challengeId", s."phase", 'challenge-started' AS "kind", NULL::text AS "rule"
      FROM "ChallengePhase" s WHERE s."startedAt" > ${since} AND s."phase" = 1
      UNION ALL
      SELECT s."challengeId", s."phase", CASE s."status" WHEN 'PASSED' THEN 'challenge-passed' ELSE 'challenge-failed' END,
        (SELECT e."payload" -> 'rule' ->> 'name' FROM "PortfolioEvent" e
          WHERE e."portfolioId" = s."portfolioId" AND e."seq" = s."endedSeq")
      FROM "ChallengePhase" s WHERE s."endedAt" > ${since} AND s."status" IN ('PASSED', 'FAILED')
    )
    INSERT INTO "QueuedMail" ("userId", "id", "kind", "facts")
    SELECT c."userId", d."kind" || '-' || c."id" || '-' || d."phase", d."kind", jsonb_build_object('kind', d."kind",
      'challengeId', c."id", 'planName', c."planName", 'phase', d."phase",
      'phases', json_array_length(c."plan" -> 'phases'), 'rule', d."rule")
    FROM changed d JOIN "Challenge" c ON c."id" = d."challengeId"
    WHERE c."voidedAt" IS NULL AND c."planId" <> ${COMPETITION_PLAN_ID}
      AND NOT EXISTS (SELECT 1 FROM "QueuedMail" m
        WHERE m."userId" = c."userId" AND m."id" = d."kind" || '-' || c."id" || '-' || d."phase")
    ON CONFLICT DO NOTHING`;
}

/** Queues the mails about locks of traders' own limits that hold, and about those that ended since a day. */
export async function queueLockMails(now: Date): Promise<void> {
  const nowMs = now.getTime();
  await getDb().$executeRaw`
    WITH locked AS (
      SELECT p."id", p."userId", p."name", p."limits" -> 'lock' ->> 'cause' AS "cause",
        (p."limits" -> 'lock' ->> 'untilMs')::float8 AS "untilMs", p."limits" -> 'limits' ->> 'zone' AS "zone"
      FROM "Portfolio" p
      WHERE p."limits" IS NOT NULL AND (p."limits" -> 'lock' ->> 'untilMs')::float8 > ${nowMs - WINDOW_MS}::float8
    ), changed AS (
      SELECT 'account-locked' AS "kind", * FROM locked WHERE "untilMs" > ${nowMs}::float8
      UNION ALL
      SELECT 'account-unlocked', l.* FROM locked l WHERE l."untilMs" <= ${nowMs}::float8
        AND EXISTS (SELECT 1 FROM "QueuedMail" m
          WHERE m."userId" = l."userId" AND m."id" = 'account-locked-' || l."id" || '-' || l."untilMs"::bigint)
    )
    INSERT INTO "QueuedMail" ("userId", "id", "kind", "facts")
    SELECT "userId", "kind" || '-' || "id" || '-' || "untilMs"::bigint, "kind", jsonb_build_object('kind', "kind",
      'portfolioName', "name", 'cause', "cause", 'untilMs', "untilMs"::bigint, 'zone', "zone")
    FROM changed WHERE "cause" = ANY (${MAILED_CAUSES})
    ON CONFLICT DO NOTHING`;
}
