import "server-only";
import { getDb } from "@/lib/db/client";
import { withTimeout } from "@/lib/db/with-timeout";
import type { DailyFigures } from "@/lib/schemas/admin";

const DAY_MS = 86_400_000;
const TIMEOUT_MS = 20_000;

/**
 * The figures of the last `days` days in UTC, today included, oldest first. Revenue is what was paid that day less what
 * was refunded of it since, in the subunit of the currency.
 */
export function readDailyFigures(days: number, now: Date): Promise<DailyFigures[]> {
  const todayMs = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const from = new Date(todayMs - (days - 1) * DAY_MS);
  const statement = getDb().$queryRaw<DailyFigures[]>`
    WITH "day" AS (
      SELECT d::date AS "day" FROM generate_series(${from}::timestamptz AT TIME ZONE 'UTC',
        ${new Date(todayMs)}::timestamptz AT TIME ZONE 'UTC', interval '1 day') d
    ), "signUps" AS (
      SELECT ("createdAt" AT TIME ZONE 'UTC')::date AS "day", count(*) AS "count" FROM "User"
      WHERE "createdAt" >= ${from} GROUP BY 1
    ), "traded" AS (
      SELECT (t."at" AT TIME ZONE 'UTC')::date AS "day", count(DISTINCT p."userId") AS "count"
      FROM "Trade" t JOIN "Portfolio" p ON p."id" = t."portfolioId" WHERE t."at" >= ${from} GROUP BY 1
    ), "ordered" AS (
      SELECT ("acceptedAt" AT TIME ZONE 'UTC')::date AS "day", count(*) AS "count" FROM "Order"
      WHERE "acceptedAt" >= ${from} GROUP BY 1
    ), "paid" AS (
      SELECT ("paidAt" AT TIME ZONE 'UTC')::date AS "day", sum("amount" - coalesce((
        SELECT sum(r."value"::numeric) FROM jsonb_each_text("refunds") r), 0)) AS "amount"
      FROM "Payment" WHERE "paidAt" >= ${from} GROUP BY 1
    ), "ended" AS (
      SELECT ("endedAt" AT TIME ZONE 'UTC')::date AS "day", count(*) FILTER (WHERE "status" = 'PASSED') AS "passed",
        count(*) FILTER (WHERE "status" = 'FAILED') AS "failed"
      FROM "Challenge" WHERE "endedAt" >= ${from} AND "voidedAt" IS NULL GROUP BY 1
    )
    SELECT d."day"::text, coalesce(s."count", 0)::int AS "signUps", coalesce(t."count", 0)::int AS "traders",
      coalesce(o."count", 0)::int AS "orders", coalesce(p."amount", 0)::float8 AS "revenue",
      coalesce(e."passed", 0)::int AS "passed", coalesce(e."failed", 0)::int AS "failed"
    FROM "day" d LEFT JOIN "signUps" s USING ("day") LEFT JOIN "traded" t USING ("day")
      LEFT JOIN "ordered" o USING ("day") LEFT JOIN "paid" p USING ("day") LEFT JOIN "ended" e USING ("day")
    ORDER BY 1`;
  return withTimeout(TIMEOUT_MS, statement);
}
