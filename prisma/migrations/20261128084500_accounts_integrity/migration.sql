-- Name and figures are public only for those who asked for it.
ALTER TABLE "User" ALTER COLUMN "isListed" SET DEFAULT false;

-- Writes a new portfolio, unless its owner has `p_limit` of its kind already; null is no limit. The owner is locked
-- until the transaction ends, and a function sees what was committed before each of its statements, so that of many
-- requests at the same time each counts those before it.
CREATE FUNCTION insert_portfolio(p_id TEXT, p_change JSON, p_limit INT) RETURNS TEXT LANGUAGE plpgsql AS $$
DECLARE
  head "Portfolio" := json_populate_record(NULL::"Portfolio", p_change -> 'portfolio');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('portfolios:' || head."userId", 0));
  IF EXISTS (SELECT 1 FROM "Portfolio" WHERE "id" = p_id) THEN RETURN 'exists'; END IF;
  IF (SELECT count(*) FROM "Portfolio" WHERE "userId" = head."userId" AND "kind" = head."kind") >= p_limit THEN
    RETURN 'limit';
  END IF;
  IF commit_portfolio(p_id, 0, p_change) THEN RETURN 'written'; END IF;
  RETURN 'exists';
END
$$;
