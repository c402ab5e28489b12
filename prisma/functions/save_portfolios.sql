-- Statement 2 of the write path, for one portfolio or many: writes each decision whose portfolio is still at `fromSeq`
-- and returns the ids of those. Of many, one that has moved or that another transaction writes is left out; a single
-- one is waited for. One argument for each table holds the rows of all portfolios as a JSON array, null for none. What else must be written with a decision hangs on the log: a trigger
-- AFTER INSERT ON "PortfolioEvent" runs inside this same statement.
CREATE OR REPLACE FUNCTION save_portfolios(p_portfolios JSON, p_events JSON, p_orders JSON, p_positions JSON, p_closed JSON,
  p_armed JSON, p_disarmed JSON, p_receipts JSON, p_equity JSON, p_watches JSON, p_unwatched JSON) RETURNS TEXT[]
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  ids TEXT[];
  users TEXT[];
  from_seqs INT[];
  seqs INT[];
  epochs INT[];
  -- Whether every portfolio is written, so that no row of the others has to be left out.
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
      "liquidations" = h."liquidations", "prop" = h."prop", "deferred" = h."deferred", "headHash" = h."headHash"
    FROM json_to_recordset(p_portfolios) AS h("id" TEXT, "fromSeq" INT, "seq" INT, "epoch" INT, "marginMode" TEXT,
      "defaultLeverage" NUMERIC, "lockReason" TEXT, "lockedAt" TIMESTAMPTZ, "balance" NUMERIC, "opening" NUMERIC,
      "adjustments" NUMERIC, "realised" NUMERIC, "fees" NUMERIC, "funding" NUMERIC, "leverages" JSON,
      "consumed" JSON, "liquidations" INT, "prop" JSON, "deferred" JSON, "headHash" TEXT)
    WHERE p."id" = h."id" AND p."seq" = h."fromSeq" AND (ids IS NULL OR p."id" = ANY (ids))
    RETURNING p."id", p."userId", h."fromSeq", p."seq", p."epoch"
  )
  SELECT array_agg("id"), array_agg("userId"), array_agg("fromSeq"), array_agg("seq"), array_agg("epoch"),
    count(*) = json_array_length(p_portfolios)
  INTO ids, users, from_seqs, seqs, epochs, is_whole FROM written;
  IF ids IS NULL THEN RETURN '{}'; END IF;

  WITH added AS MATERIALIZED (
    SELECT "portfolioId", "seq", "type", "payload", "at", "hash" FROM json_populate_recordset(NULL::"PortfolioEvent", p_events) e
    WHERE is_whole OR e."portfolioId" = ANY (ids)
  ), logged AS (
    INSERT INTO "PortfolioEvent" ("portfolioId", "seq", "type", "payload", "at", "hash")
    SELECT "portfolioId", "seq", "type", "payload", "at", "hash" FROM added
  ), traded AS (
    -- The payload of a fill has the columns of its trade.
    INSERT INTO "Trade" ("portfolioId", "seq", "clientOrderId", "epoch", "symbol", "side", "purpose", "qty",
      "price", "held", "cost", "realised", "fee", "feeRate", "cash", "liquidity", "evidence", "at")
    SELECT e."portfolioId", e."seq", e."payload" ->> 'orderId', w."epoch", t."symbol", t."side", t."purpose",
      t."qty", t."price", t."held", t."cost", t."realised", t."fee", t."feeRate", t."cash", t."liquidity",
      t."evidence", e."at"
    FROM added e, unnest(ids, epochs) AS w("id", "epoch"), json_populate_record(NULL::"Trade", e."payload") t
    WHERE e."type" = 'order-filled' AND w."id" = e."portfolioId"
  ), journalled AS (
    INSERT INTO "JournalEntry" ("id", "portfolioId", "userId", "tradeId", "closedSeq", "symbol", "side", "qty",
      "entryPrice", "exitPrice", "leverage", "gross", "fees", "funding", "net", "risk", "initialStop",
      "initialTarget", "highest", "lowest", "exitReason", "openedAt", "closedAt")
    SELECT e."portfolioId" || '.' || t."id", e."portfolioId", w."userId", t."id", e."seq", c."symbol", t."side",
      t."entryQty", round(p."entered", 18), round(p."exited", 18), t."leverage", t."realised", t."fees", t."funding",
      c."net",
      -- A log of before has no stake in its trades: the average entry counts against the first stop.
      CASE WHEN t."risk" IS NULL THEN first_stop_risk(t."side", p."entered", t."entryQty", t."initialStop")
        WHEN t."unprotectedQty" = 0 THEN t."risk" END,
      t."initialStop", t."initialTarget",
      CASE WHEN x."highest" IS NOT NULL THEN round(greatest(x."highest", p."entered", p."exited"), 18) END,
      CASE WHEN x."lowest" IS NOT NULL THEN round(least(x."lowest", p."entered", p."exited"), 18) END,
      CASE c."purpose" WHEN 'close' THEN 'manual' ELSE c."purpose" END, p."opened", e."at"
    FROM added e, unnest(ids, users) AS w("id", "userId"),
      json_to_record(e."payload") AS c("symbol" TEXT, "purpose" TEXT, "net" NUMERIC, "trade" JSON),
      json_to_record(c."trade") AS t("id" INT, "side" TEXT, "openedAtMs" NUMERIC, "entryQty" NUMERIC,
        "entryValue" NUMERIC, "exitQty" NUMERIC, "exitValue" NUMERIC, "realised" NUMERIC, "fees" NUMERIC,
        "funding" NUMERIC, "initialStop" NUMERIC, "initialTarget" NUMERIC, "risk" NUMERIC, "unprotectedQty" NUMERIC,
        "leverage" NUMERIC),
      LATERAL (SELECT to_timestamp(t."openedAtMs" / 1000) AS "opened",
        t."entryValue" / nullif(t."entryQty", 0) AS "entered", t."exitValue" / nullif(t."exitQty", 0) AS "exited") p,
      LATERAL find_extremes(c."symbol", p."opened", e."at") x
    WHERE e."type" = 'trade-closed' AND w."id" = e."portfolioId" AND p."entered" IS NOT NULL AND p."exited" IS NOT NULL
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
      "trailExtreme", "timeInForce", "reduceOnly", "purpose", "attached", "queueAhead", "metAt", "metSeq",
      "acceptedAt", "acceptedSeq", "deadlineAt", "endedAt", "reason")
    SELECT o."portfolioId", o."clientOrderId", o."epoch", o."symbol", o."side", o."kind", o."status", o."qty",
      o."filled", o."filledValue", o."fees", o."price", o."triggerPrice", o."triggerBy", o."trailDistance",
      o."trailActivation", o."trailExtreme", o."timeInForce", o."reduceOnly", o."purpose", o."attached",
      o."queueAhead", o."metAt", o."metSeq", o."acceptedAt", o."acceptedSeq", o."deadlineAt", o."endedAt", o."reason"
    FROM json_populate_recordset(NULL::"Order", p_orders) o
    WHERE is_whole OR o."portfolioId" = ANY (ids)
    -- An id of an order that came to its end can't be used again: the trigger rejects it.
    ON CONFLICT ("portfolioId", "clientOrderId") DO UPDATE SET "status" = EXCLUDED."status",
      "qty" = EXCLUDED."qty", "filled" = EXCLUDED."filled", "filledValue" = EXCLUDED."filledValue",
      "fees" = EXCLUDED."fees", "price" = EXCLUDED."price", "triggerPrice" = EXCLUDED."triggerPrice",
      "triggerBy" = EXCLUDED."triggerBy", "trailExtreme" = EXCLUDED."trailExtreme",
      "queueAhead" = EXCLUDED."queueAhead", "metAt" = EXCLUDED."metAt", "metSeq" = EXCLUDED."metSeq",
      "endedAt" = EXCLUDED."endedAt", "reason" = EXCLUDED."reason";
  END IF;

  IF p_closed IS NOT NULL THEN
    DELETE FROM "Position" s USING json_to_recordset(p_closed) AS c("portfolioId" TEXT, "symbol" TEXT)
    WHERE s."portfolioId" = c."portfolioId" AND s."symbol" = c."symbol"
      AND (is_whole OR c."portfolioId" = ANY (ids));
  END IF;

  IF p_positions IS NOT NULL THEN
    INSERT INTO "Position" ("portfolioId", "symbol", "qty", "cost", "entryPrice", "leverage", "extraMargin",
      "liquidationPrice", "stopLoss", "takeProfit", "fundedAt", "openedAt", "changedAt", "changedSeq", "trade")
    SELECT s."portfolioId", s."symbol", s."qty", s."cost", s."entryPrice", s."leverage", s."extraMargin",
      s."liquidationPrice", s."stopLoss", s."takeProfit", s."fundedAt", s."openedAt", s."changedAt",
      s."changedSeq", s."trade"
    FROM json_populate_recordset(NULL::"Position", p_positions) s
    WHERE is_whole OR s."portfolioId" = ANY (ids)
    ON CONFLICT ("portfolioId", "symbol") DO UPDATE SET "qty" = EXCLUDED."qty", "cost" = EXCLUDED."cost",
      "entryPrice" = EXCLUDED."entryPrice", "leverage" = EXCLUDED."leverage",
      "extraMargin" = EXCLUDED."extraMargin", "liquidationPrice" = EXCLUDED."liquidationPrice",
      "stopLoss" = EXCLUDED."stopLoss", "takeProfit" = EXCLUDED."takeProfit", "fundedAt" = EXCLUDED."fundedAt",
      "openedAt" = EXCLUDED."openedAt", "changedAt" = EXCLUDED."changedAt",
      "changedSeq" = EXCLUDED."changedSeq", "trade" = EXCLUDED."trade";
  END IF;

  IF p_disarmed IS NOT NULL THEN
    DELETE FROM "ArmedSymbol" a USING json_to_recordset(p_disarmed) AS d("portfolioId" TEXT, "symbol" TEXT)
    WHERE a."portfolioId" = d."portfolioId" AND a."symbol" = d."symbol"
      AND (is_whole OR d."portfolioId" = ANY (ids));
  END IF;

  IF p_armed IS NOT NULL THEN
    INSERT INTO "ArmedSymbol" ("portfolioId", "symbol", "highestOnFall", "lowestOnRise", "always")
    SELECT a."portfolioId", a."symbol", a."highestOnFall", a."lowestOnRise", a."always"
    FROM json_populate_recordset(NULL::"ArmedSymbol", p_armed) a
    WHERE is_whole OR a."portfolioId" = ANY (ids)
    ON CONFLICT ("portfolioId", "symbol") DO UPDATE SET "highestOnFall" = EXCLUDED."highestOnFall",
      "lowestOnRise" = EXCLUDED."lowestOnRise", "always" = EXCLUDED."always";
  END IF;

  IF p_receipts IS NOT NULL THEN
    INSERT INTO "CommandReceipt" ("portfolioId", "requestId", "bodyHash", "fromSeq", "toSeq")
    SELECT r."portfolioId", r."requestId", r."bodyHash", r."fromSeq", r."toSeq"
    FROM json_populate_recordset(NULL::"CommandReceipt", p_receipts) r
    WHERE is_whole OR r."portfolioId" = ANY (ids);
  END IF;

  IF p_equity IS NOT NULL THEN
    -- Clocks of two processes differ: a later snapshot never stands before an earlier one.
    INSERT INTO "EquitySnapshot" ("portfolioId", "at", "seq", "equity", "balance", "flow")
    SELECT s."portfolioId",
      greatest(s."at", (SELECT max(l."at") FROM "EquitySnapshot" l WHERE l."portfolioId" = s."portfolioId")),
      s."seq", s."equity", s."balance", s."flow"
    FROM json_populate_recordset(NULL::"EquitySnapshot", p_equity) s
    WHERE is_whole OR s."portfolioId" = ANY (ids);
  END IF;

  IF p_watches IS NOT NULL THEN
    INSERT INTO "ChallengeWatch" ("portfolioId", "balance", "below", "above", "resetAt", "symbols", "qtys", "costs")
    SELECT w."portfolioId", w."balance", w."below", w."above", w."resetAt", w."symbols", w."qtys", w."costs"
    FROM json_populate_recordset(NULL::"ChallengeWatch", p_watches) w
    WHERE is_whole OR w."portfolioId" = ANY (ids)
    ON CONFLICT ("portfolioId") DO UPDATE SET "balance" = EXCLUDED."balance", "below" = EXCLUDED."below",
      "above" = EXCLUDED."above", "resetAt" = EXCLUDED."resetAt", "symbols" = EXCLUDED."symbols",
      "qtys" = EXCLUDED."qtys", "costs" = EXCLUDED."costs";
  END IF;

  IF p_unwatched IS NOT NULL THEN
    DELETE FROM "ChallengeWatch" w USING json_array_elements_text(p_unwatched) AS u("portfolioId")
    WHERE w."portfolioId" = u."portfolioId" AND (is_whole OR u."portfolioId" = ANY (ids));
  END IF;
  RETURN ids;
END
$$;
