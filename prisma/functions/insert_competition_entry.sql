-- Stores a user's entry of a competition and returns its portfolio: that of the first call, whatever is given later.
-- NULL when the competition is full. The competition is locked until the transaction ends, and a function sees what was
-- committed before each of its statements, so that each of many concurrent entries counts those before it.
CREATE OR REPLACE FUNCTION insert_competition_entry(p_competition TEXT, p_user TEXT, p_portfolio TEXT, p_opening FLOAT8,
  p_at TIMESTAMPTZ)
RETURNS TEXT LANGUAGE plpgsql AS $$
DECLARE
  places INT;
BEGIN
  SELECT c."maxEntries" INTO places FROM "Competition" c WHERE c."id" = p_competition FOR UPDATE;
  IF (SELECT count(*) FROM "CompetitionEntry" e WHERE e."competitionId" = p_competition) < places THEN
    INSERT INTO "CompetitionEntry" ("competitionId", "userId", "portfolioId", "joinedAt", "peak", "drawdown")
    VALUES (p_competition, p_user, p_portfolio, p_at, p_opening, 0)
    ON CONFLICT ("competitionId", "userId") DO NOTHING;
  END IF;
  RETURN (SELECT e."portfolioId" FROM "CompetitionEntry" e
    WHERE e."competitionId" = p_competition AND e."userId" = p_user);
END
$$;
