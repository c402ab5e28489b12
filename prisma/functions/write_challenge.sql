-- A challenge is what the log says of it.
CREATE OR REPLACE FUNCTION write_challenge() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  challenge TEXT := NEW."payload" ->> 'challengeId';
  number INT := (NEW."payload" ->> 'phase')::INT;
  result TEXT := CASE NEW."type" WHEN 'phase-passed' THEN 'PASSED' ELSE 'FAILED' END;
  ends BOOLEAN := NEW."type" = 'challenge-breached' OR coalesce((NEW."payload" ->> 'isLast')::BOOLEAN, FALSE);
BEGIN
  IF NEW."type" = 'challenge-started' THEN
    INSERT INTO "Challenge" ("id", "userId", "planId", "planName", "plan", "phase", "status", "startedAt")
    SELECT challenge, p."userId", NEW."payload" -> 'plan' ->> 'id', NEW."payload" -> 'plan' ->> 'name',
      NEW."payload" -> 'plan', number, 'RUNNING', NEW."at"
    FROM "Portfolio" p WHERE p."id" = NEW."portfolioId"
    ON CONFLICT ("id") DO UPDATE SET "phase" = EXCLUDED."phase";
    INSERT INTO "ChallengePhase" ("challengeId", "phase", "portfolioId", "status", "startedAt")
    VALUES (challenge, number, NEW."portfolioId", 'RUNNING', NEW."at");
    RETURN NULL;
  END IF;
  UPDATE "ChallengePhase" SET "status" = result, "endedAt" = NEW."at", "endedSeq" = NEW."seq"
  WHERE "challengeId" = challenge AND "phase" = number;
  IF ends THEN
    UPDATE "Challenge" SET "status" = result, "endedAt" = NEW."at" WHERE "id" = challenge;
  END IF;
  RETURN NULL;
END
$$;
