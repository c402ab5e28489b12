-- Second statement of the write path, for one portfolio or many: writes each decision whose portfolio is still at
-- `fromSeq` and returns the ids of those. Of many, one that has changed or is locked by another transaction is left
-- out; a single one waits for the lock. One argument for each table has the rows of all portfolios as a JSON array,
-- null for none. Their content is decided before, in TypeScript (`lib/db/portfolio/stored-change.ts`).
CREATE OR REPLACE FUNCTION save_portfolios(p_portfolios JSON, p_events JSON, p_orders JSON, p_positions JSON,
  p_closed JSON, p_triggers JSON, p_removed_triggers JSON, p_idempotency_records JSON, p_equity JSON,
  p_thresholds JSON, p_removed_thresholds JSON, p_journal JSON, p_challenges JSON, p_phases JSON, p_ended_challenges JSON, p_ended_phases JSON) RETURNS TEXT[]
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  ids TEXT[];
  from_seqs INT[];
  seqs INT[];
  epochs INT[];
  -- Whether every portfolio is written, so that no rows have to be filtered.
  is_whole BOOLEAN;
  has_whole_logs BOOLEAN;
BEGIN
  IF json_array_length(p_portfolios) > 1 THEN
    SELECT array_agg(f."id") INTO ids FROM (
      SELECT p."id" FROM json_to_recordset(p_portfolios) AS h("id" TEXT, "fromSeq" INT), "Portfolio" p
      WHERE p."id" = h."id" AND p."seq" = h."fromSeq" FOR NO KEY UPDATE OF p SKIP LOCKED
    ) f;
    IF ids IS NULL THEN RETURN '{}'; END IF;
  END IF;

  WITH written AS (
    UPDATE "Portfolio" p SET "seq" = h."seq", "epoch" = h."epoch", "marginMode" = h."marginMode",
      "defaultLeverage" = h."defaultLeverage", "lockReason" = h."lockReason", "lockedAt" = h."lockedAt",
      "balance" = h."balance", "opening" = h."opening", "adjustments" = h."adjustments", "realised" = h."realised",
      "fees" = h."fees", "funding" = h."funding", "leverages" = h."leverages", "consumed" = h."consumed",
      "liquidations" = h."liquidations", "challenge" = h."challenge", "deferred" = h."deferred", "limits" = h."limits",
      "hedge" = h."hedge", "headHash" = h."headHash"
    FROM json_to_recordset(p_portfolios) AS h("id" TEXT, "fromSeq" INT, "seq" INT, "epoch" INT, "marginMode" TEXT,
      "defaultLeverage" NUMERIC, "lockReason" TEXT, "lockedAt" TIMESTAMPTZ, "balance" NUMERIC, "opening" NUMERIC,
      "adjustments" NUMERIC, "realised" NUMERIC, "fees" NUMERIC, "funding" NUMERIC, "leverages" JSON,
      "consumed" JSON, "liquidations" INT, "challenge" JSON, "deferred" JSON, "limits" JSON,
      "hedge" JSON, "headHash" TEXT, "isArchived" BOOLEAN)
    -- What was decided for a portfolio in the list is not written once it is archived.
    WHERE p."id" = h."id" AND p."seq" = h."fromSeq" AND (p."archivedAt" IS NULL OR h."isArchived") AND (ids IS NULL OR p."id" = ANY (ids))
    RETURNING p."id", h."fromSeq", p."seq", p."epoch"
  )
  SELECT array_agg("id"), array_agg("fromSeq"), array_agg("seq"), array_agg("epoch"),
    count(*) = json_array_length(p_portfolios)
  INTO ids, from_seqs, seqs, epochs, is_whole FROM written;
  IF ids IS NULL THEN RETURN '{}'; END IF;

  WITH added AS MATERIALIZED (
    SELECT "portfolioId", "seq", "type", "payload", "at", "hash" FROM json_populate_recordset(NULL::"PortfolioEvent", p_events) e
    WHERE is_whole OR e."portfolioId" = ANY (ids)
  ), logged AS (
    INSERT INTO "PortfolioEvent" ("portfolioId", "seq", "type", "payload", "at", "hash")
    SELECT "portfolioId", "seq", "type", "payload", "at", "hash" FROM added
  ), resets AS MATERIALIZED (
    SELECT "portfolioId", "seq" FROM added WHERE "type" = 'portfolio-reset'
  ), traded AS (
    -- The payload of a fill has the columns of its trade. Its epoch is that before the resets that follow it.
    INSERT INTO "Trade" ("portfolioId", "seq", "clientOrderId", "epoch", "symbol", "side", "purpose", "qty",
      "price", "qtyChange", "cost", "realised", "fee", "feeRate", "cash", "liquidity", "evidence", "at")
    SELECT e."portfolioId", e."seq", e."payload" ->> 'orderId',
      w."epoch" - (SELECT count(*)::int FROM resets r WHERE r."portfolioId" = e."portfolioId" AND r."seq" > e."seq"),
      t."symbol", t."side", t."purpose", t."qty", t."price", t."qtyChange", t."cost", t."realised", t."fee",
      t."feeRate", t."cash", t."liquidity", t."evidence", e."at"
    FROM added e, unnest(ids, epochs) AS w("id", "epoch"), json_populate_record(NULL::"Trade", e."payload") t
    WHERE e."type" = 'order-filled' AND w."id" = e."portfolioId"
  )
  SELECT count(*) = cardinality(ids) AND bool_and(coalesce(e."first" = w."fromSeq" + 1 AND e."last" = w."seq"
    AND e."events" = w."seq" - w."fromSeq", FALSE)) INTO has_whole_logs
  FROM (
    SELECT "portfolioId", count(*) AS "events", min("seq") AS "first", max("seq") AS "last" FROM added GROUP BY 1
  ) e LEFT JOIN unnest(ids, from_seqs, seqs) AS w("id", "fromSeq", "seq") ON w."id" = e."portfolioId";
  IF NOT has_whole_logs THEN
    RAISE EXCEPTION 'The log of one of % would have a gap', ids USING ERRCODE = 'integrity_constraint_violation';
  END IF;

  IF p_orders IS NOT NULL THEN
    INSERT INTO "Order" ("portfolioId", "clientOrderId", "epoch", "symbol", "side", "kind", "status", "qty",
      "filled", "filledValue", "fees", "price", "triggerPrice", "triggerBy", "trailDistance", "trailActivation",
      "trailExtreme", "timeInForce", "reduceOnly", "purpose", "attached", "queueAhead", "lastMatchedAt",
      "lastMatchedSeq", "acceptedAt", "acceptedSeq", "expiresAt", "endedAt", "reason", "isByProgram")
    SELECT o."portfolioId", o."clientOrderId", o."epoch", o."symbol", o."side", o."kind", o."status", o."qty",
      o."filled", o."filledValue", o."fees", o."price", o."triggerPrice", o."triggerBy", o."trailDistance",
      o."trailActivation", o."trailExtreme", o."timeInForce", o."reduceOnly", o."purpose", o."attached",
      o."queueAhead", o."lastMatchedAt", o."lastMatchedSeq", o."acceptedAt", o."acceptedSeq", o."expiresAt",
      o."endedAt", o."reason", coalesce(o."isByProgram", FALSE)
    FROM json_populate_recordset(NULL::"Order", p_orders) o
    WHERE is_whole OR o."portfolioId" = ANY (ids)
    -- The id of a terminal order can't be used again: the trigger rejects it.
    ON CONFLICT ("portfolioId", "clientOrderId") DO UPDATE SET "status" = EXCLUDED."status",
      "qty" = EXCLUDED."qty", "filled" = EXCLUDED."filled", "filledValue" = EXCLUDED."filledValue",
      "fees" = EXCLUDED."fees", "price" = EXCLUDED."price", "triggerPrice" = EXCLUDED."triggerPrice",
      "triggerBy" = EXCLUDED."triggerBy", "trailDistance" = EXCLUDED."trailDistance",
      "trailActivation" = EXCLUDED."trailActivation", "trailExtreme" = EXCLUDED."trailExtreme",
      "attached" = EXCLUDED."attached",
      "queueAhead" = EXCLUDED."queueAhead", "lastMatchedAt" = EXCLUDED."lastMatchedAt",
      "lastMatchedSeq" = EXCLUDED."lastMatchedSeq",
      "endedAt" = EXCLUDED."endedAt", "reason" = EXCLUDED."reason";
  END IF;

  IF p_closed IS NOT NULL THEN
    DELETE FROM "Position" s USING json_to_recordset(p_closed) AS c("portfolioId" TEXT, "symbol" TEXT, "sideIndex" INT)
    WHERE s."portfolioId" = c."portfolioId" AND s."symbol" = c."symbol" AND s."sideIndex" = coalesce(c."sideIndex", 0)
      AND (is_whole OR c."portfolioId" = ANY (ids));
  END IF;

  IF p_positions IS NOT NULL THEN
    INSERT INTO "Position" ("portfolioId", "symbol", "sideIndex", "qty", "cost", "entryPrice", "leverage", "extraMargin",
      "liquidationPrice", "stopLoss", "takeProfit", "fundedAt", "openedAt", "changedAt", "changedSeq", "roundTrip")
    SELECT s."portfolioId", s."symbol", coalesce(s."sideIndex", 0), s."qty", s."cost", s."entryPrice", s."leverage", s."extraMargin",
      s."liquidationPrice", s."stopLoss", s."takeProfit", s."fundedAt", s."openedAt", s."changedAt",
      s."changedSeq", s."roundTrip"
    FROM json_populate_recordset(NULL::"Position", p_positions) s
    WHERE is_whole OR s."portfolioId" = ANY (ids)
    ON CONFLICT ("portfolioId", "symbol", "sideIndex") DO UPDATE SET "qty" = EXCLUDED."qty", "cost" = EXCLUDED."cost",
      "entryPrice" = EXCLUDED."entryPrice", "leverage" = EXCLUDED."leverage",
      "extraMargin" = EXCLUDED."extraMargin", "liquidationPrice" = EXCLUDED."liquidationPrice",
      "stopLoss" = EXCLUDED."stopLoss", "takeProfit" = EXCLUDED."takeProfit", "fundedAt" = EXCLUDED."fundedAt",
      "openedAt" = EXCLUDED."openedAt", "changedAt" = EXCLUDED."changedAt",
      "changedSeq" = EXCLUDED."changedSeq", "roundTrip" = EXCLUDED."roundTrip";
  END IF;

  IF p_removed_triggers IS NOT NULL THEN
    DELETE FROM "TriggerIndex" a USING json_to_recordset(p_removed_triggers) AS d("portfolioId" TEXT, "symbol" TEXT)
    WHERE a."portfolioId" = d."portfolioId" AND a."symbol" = d."symbol"
      AND (is_whole OR d."portfolioId" = ANY (ids));
  END IF;

  IF p_triggers IS NOT NULL THEN
    INSERT INTO "TriggerIndex" ("portfolioId", "symbol", "sellTriggerMax", "buyTriggerMin", "always")
    SELECT a."portfolioId", a."symbol", a."sellTriggerMax", a."buyTriggerMin", a."always"
    FROM json_populate_recordset(NULL::"TriggerIndex", p_triggers) a
    WHERE is_whole OR a."portfolioId" = ANY (ids)
    ON CONFLICT ("portfolioId", "symbol") DO UPDATE SET "sellTriggerMax" = EXCLUDED."sellTriggerMax",
      "buyTriggerMin" = EXCLUDED."buyTriggerMin", "always" = EXCLUDED."always";
  END IF;

  IF p_idempotency_records IS NOT NULL THEN
    INSERT INTO "IdempotencyRecord" ("portfolioId", "requestId", "bodyHash", "fromSeq", "toSeq")
    SELECT r."portfolioId", r."requestId", r."bodyHash", r."fromSeq", r."toSeq"
    FROM json_populate_recordset(NULL::"IdempotencyRecord", p_idempotency_records) r
    WHERE is_whole OR r."portfolioId" = ANY (ids);
  END IF;

  IF p_equity IS NOT NULL THEN
    -- Clocks of two processes differ: a later snapshot is never stored with an earlier time.
    INSERT INTO "EquitySnapshot" ("portfolioId", "at", "seq", "equity", "balance", "flow")
    SELECT s."portfolioId",
      greatest(s."at", (SELECT max(l."at") FROM "EquitySnapshot" l WHERE l."portfolioId" = s."portfolioId")),
      s."seq", s."equity", s."balance", s."flow"
    FROM json_populate_recordset(NULL::"EquitySnapshot", p_equity) s
    WHERE is_whole OR s."portfolioId" = ANY (ids);
  END IF;

  IF p_thresholds IS NOT NULL THEN
    INSERT INTO "ChallengeThreshold" ("portfolioId", "balance", "below", "above", "halfBelow", "resetAt", "symbols", "qtys",
      "costs")
    SELECT w."portfolioId", w."balance", w."below", w."above", w."halfBelow", w."resetAt", w."symbols", w."qtys",
      w."costs"
    FROM json_populate_recordset(NULL::"ChallengeThreshold", p_thresholds) w
    WHERE is_whole OR w."portfolioId" = ANY (ids)
    ON CONFLICT ("portfolioId") DO UPDATE SET "balance" = EXCLUDED."balance", "below" = EXCLUDED."below",
      "above" = EXCLUDED."above", "halfBelow" = EXCLUDED."halfBelow", "resetAt" = EXCLUDED."resetAt", "symbols" = EXCLUDED."symbols",
      "qtys" = EXCLUDED."qtys", "costs" = EXCLUDED."costs";
  END IF;

  IF p_removed_thresholds IS NOT NULL THEN
    DELETE FROM "ChallengeThreshold" w USING json_array_elements_text(p_removed_thresholds) AS u("portfolioId")
    WHERE w."portfolioId" = u."portfolioId" AND (is_whole OR u."portfolioId" = ANY (ids));
  END IF;

  IF p_journal IS NOT NULL THEN
    -- The outermost marks of the trade, entry and exit among them, where marks were recorded. A trade in several parts
    -- comes with an empty list of stretches, which is filled in.
    INSERT INTO "JournalEntry" ("id", "portfolioId", "userId", "roundTripId", "closedSeq", "symbol", "side", "qty",
      "entryPrice", "exitPrice", "leverage", "gross", "fees", "funding", "net", "risk", "initialStop",
      "initialTarget", "highest", "lowest", "stretches", "exitReason", "openedAt", "closedAt")
    SELECT j."id", j."portfolioId", j."userId", j."roundTripId", j."closedSeq", j."symbol", j."side", j."qty",
      j."entryPrice", j."exitPrice", j."leverage", j."gross", j."fees", j."funding", j."net", j."risk",
      j."initialStop", j."initialTarget",
      CASE WHEN x."highest" IS NOT NULL THEN greatest(x."highest", j."entryPrice", j."exitPrice") END,
      CASE WHEN x."lowest" IS NOT NULL THEN least(x."lowest", j."entryPrice", j."exitPrice") END,
      CASE WHEN x."lowest" IS NOT NULL AND j."stretches" IS NOT NULL
        THEN find_stretches(j."portfolioId", j."symbol", j."roundTripId", j."closedSeq") END,
      j."exitReason", j."openedAt", j."closedAt"
    FROM json_populate_recordset(NULL::"JournalEntry", p_journal) j,
      LATERAL find_price_range(j."symbol", j."openedAt", j."closedAt") x
    WHERE is_whole OR j."portfolioId" = ANY (ids);
  END IF;

  IF p_challenges IS NOT NULL THEN
    -- A later phase refers to the challenge of the first one.
    INSERT INTO "Challenge" ("id", "userId", "planId", "planName", "plan", "phase", "status", "startedAt")
    SELECT c."challengeId", c."userId", c."planId", c."planName", c."plan", c."phase", c."status", c."startedAt"
    FROM json_to_recordset(p_challenges) AS c("portfolioId" TEXT, "challengeId" TEXT, "userId" TEXT, "planId" TEXT,
      "planName" TEXT, "plan" JSON, "phase" INT, "status" TEXT, "startedAt" TIMESTAMPTZ)
    WHERE is_whole OR c."portfolioId" = ANY (ids)
    ON CONFLICT ("id") DO UPDATE SET "phase" = EXCLUDED."phase";
  END IF;
  IF p_phases IS NOT NULL THEN
    INSERT INTO "ChallengePhase" ("challengeId", "phase", "portfolioId", "status", "startedAt")
    SELECT s."challengeId", s."phase", s."portfolioId", s."status", s."startedAt"
    FROM json_populate_recordset(NULL::"ChallengePhase", p_phases) s
    WHERE is_whole OR s."portfolioId" = ANY (ids);
  END IF;
  IF p_ended_phases IS NOT NULL THEN
    UPDATE "ChallengePhase" s SET "status" = e."status", "endedAt" = e."endedAt", "endedSeq" = e."endedSeq"
    FROM json_populate_recordset(NULL::"ChallengePhase", p_ended_phases) e
    WHERE s."challengeId" = e."challengeId" AND s."phase" = e."phase"
      AND (is_whole OR e."portfolioId" = ANY (ids));
  END IF;
  IF p_ended_challenges IS NOT NULL THEN
    UPDATE "Challenge" c SET "status" = e."status", "endedAt" = e."endedAt"
    FROM json_to_recordset(p_ended_challenges) AS e("portfolioId" TEXT, "challengeId" TEXT, "status" TEXT,
      "endedAt" TIMESTAMPTZ)
    WHERE c."id" = e."challengeId" AND (is_whole OR e."portfolioId" = ANY (ids));
  END IF;
  RETURN ids;
END
$$;
