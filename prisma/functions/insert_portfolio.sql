-- Writes a new portfolio, unless its owner has `p_limit` of its kind already; null is no limit. The owner is locked
-- until the transaction ends, and a function sees what was committed before each of its statements, so that each of
-- many concurrent requests counts those before it. The row begins without a log, which the decision then writes.
CREATE OR REPLACE FUNCTION insert_portfolio(p_limit INT, p_portfolios JSON, p_events JSON, p_orders JSON,
  p_positions JSON, p_closed JSON, p_triggers JSON, p_removed_triggers JSON, p_idempotency_records JSON,
  p_equity JSON, p_thresholds JSON, p_removed_thresholds JSON, p_journal JSON, p_challenges JSON, p_phases JSON,
  p_ended_challenges JSON, p_ended_phases JSON)
RETURNS TEXT LANGUAGE plpgsql AS $$
DECLARE
  head "Portfolio" := json_populate_record(NULL::"Portfolio", p_portfolios -> 0);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('portfolios:' || head."userId", 0));
  IF EXISTS (SELECT 1 FROM "Portfolio" WHERE "id" = head."id") THEN RETURN 'exists'; END IF;
  IF (SELECT count(*) FROM "Portfolio" WHERE "userId" = head."userId" AND "kind" = head."kind"
    AND "archivedAt" IS NULL) >= p_limit THEN
    RETURN 'limit';
  END IF;
  INSERT INTO "Portfolio" ("id", "userId", "name", "kind", "market", "seq", "epoch", "marginMode", "balance",
    "opening", "adjustments", "realised", "fees", "funding", "defaultLeverage", "leverages", "consumed",
    "liquidations", "headHash", "createdAt")
  VALUES (head."id", head."userId", head."name", head."kind", head."market", 0, head."epoch", head."marginMode",
    head."balance", head."opening", head."adjustments", head."realised", head."fees", head."funding",
    head."defaultLeverage", head."leverages", head."consumed", head."liquidations", head."headHash",
    head."createdAt")
  ON CONFLICT ("id") DO NOTHING;
  IF NOT FOUND THEN RETURN 'exists'; END IF;
  PERFORM save_portfolios(p_portfolios, p_events, p_orders, p_positions, p_closed, p_triggers, p_removed_triggers,
    p_idempotency_records, p_equity, p_thresholds, p_removed_thresholds, p_journal, p_challenges, p_phases,
    p_ended_challenges, p_ended_phases);
  RETURN 'written';
END
$$;
