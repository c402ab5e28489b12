-- The equity series of a portfolio: a snapshot each quarter of an hour while it holds positions, and one with every
-- decision that books money. `flow` is what came or went without trading, so that profit between two snapshots is the
-- difference of equity less the flows after the first.
ALTER TABLE "EquitySnapshot"
  ADD COLUMN "seq" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "flow" DECIMAL(38,18) NOT NULL DEFAULT 0,
  DROP CONSTRAINT "EquitySnapshot_pkey",
  ADD CONSTRAINT "EquitySnapshot_pkey" PRIMARY KEY ("portfolioId", "at", "seq");

-- Flows are rare: sums over them read nothing else.
CREATE INDEX "EquitySnapshot_flow" ON "EquitySnapshot" ("portfolioId", "at") INCLUDE ("flow") WHERE "flow" <> 0;

-- Equity of a portfolio at an instant: its newest snapshot at or before it, NULL when there is none.
-- Used with LATERAL or in a select list it reads one index entry for each portfolio.
CREATE FUNCTION equity_at(p_portfolio TEXT, p_at TIMESTAMPTZ) RETURNS NUMERIC LANGUAGE sql STABLE AS $$
  SELECT "equity" FROM "EquitySnapshot" WHERE "portfolioId" = p_portfolio AND "at" <= p_at
  ORDER BY "at" DESC, "seq" DESC LIMIT 1
$$;

-- Profit of a portfolio after `p_from` up to `p_to`, open profit and resets included: the change of equity less what
-- came without trading. A portfolio opened in between began with nothing, and its opening is a flow.
CREATE FUNCTION profit_between(p_portfolio TEXT, p_from TIMESTAMPTZ, p_to TIMESTAMPTZ) RETURNS NUMERIC
LANGUAGE sql STABLE AS $$
  SELECT coalesce(equity_at(p_portfolio, p_to), 0) - coalesce(equity_at(p_portfolio, p_from), 0) - (
    SELECT coalesce(sum("flow"), 0) FROM "EquitySnapshot"
    WHERE "portfolioId" = p_portfolio AND "flow" <> 0 AND "at" > p_from AND "at" <= p_to)
$$;

-- Portfolios that are there already: their openings, resets and adjustments, against the snapshots so far.
INSERT INTO "EquitySnapshot" ("portfolioId", "at", "seq", "equity", "balance", "flow")
SELECT e."portfolioId", e."at", e."seq", e."after", e."after", e."after" - e."before" FROM (
  SELECT e."portfolioId", e."at", e."seq", before."equity" AS "before",
    coalesce((e."payload" ->> 'opening')::NUMERIC, before."equity" + (e."payload" ->> 'amount')::NUMERIC) AS "after"
  FROM "PortfolioEvent" e CROSS JOIN LATERAL (
    SELECT coalesce(equity_at(e."portfolioId", e."at"), 0) AS "equity"
  ) before
  WHERE e."type" IN ('portfolio-opened', 'portfolio-reset', 'balance-adjusted')
) e
ON CONFLICT DO NOTHING;

-- Statement 2 of the door: writes the decision if the portfolio is still at `p_seq`, and answers whether it did.
-- Only parts that changed are in `p_change`. With `p_seq` 0 the portfolio is created.
-- What else must be written with a decision hangs on the log: a trigger AFTER INSERT ON "PortfolioEvent"
-- WHEN (NEW."type" = ...) runs inside this same statement.
CREATE OR REPLACE FUNCTION commit_portfolio(p_id TEXT, p_seq INT, p_change JSON) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  head "Portfolio" := json_populate_record(NULL::"Portfolio", p_change -> 'portfolio');
  part JSON;
BEGIN
  IF p_seq = 0 THEN
    INSERT INTO "Portfolio" ("id", "userId", "name", "kind", "market", "seq", "epoch", "marginMode", "balance",
      "opening", "adjustments", "realised", "fees", "funding", "defaultLeverage", "leverages", "consumed",
      "liquidations", "prop", "headHash", "createdAt")
    VALUES (p_id, head."userId", head."name", head."kind", head."market", head."seq", head."epoch",
      head."marginMode", head."balance", head."opening", head."adjustments", head."realised", head."fees",
      head."funding", head."defaultLeverage", head."leverages", head."consumed", head."liquidations",
      head."prop", head."headHash", head."createdAt")
    ON CONFLICT ("id") DO NOTHING;
  ELSE
    UPDATE "Portfolio" SET "seq" = head."seq", "epoch" = head."epoch", "marginMode" = head."marginMode",
      "defaultLeverage" = head."defaultLeverage", "lockReason" = head."lockReason",
      "lockedAt" = head."lockedAt", "balance" = head."balance", "opening" = head."opening",
      "adjustments" = head."adjustments", "realised" = head."realised", "fees" = head."fees",
      "funding" = head."funding", "leverages" = head."leverages", "consumed" = head."consumed",
      "liquidations" = head."liquidations", "prop" = head."prop", "headHash" = head."headHash"
    WHERE "id" = p_id AND "seq" = p_seq;
  END IF;
  IF NOT FOUND THEN RETURN FALSE; END IF;

  part := p_change -> 'events';
  IF json_array_length(part) <> head."seq" - p_seq THEN
    RAISE EXCEPTION 'The log of % would have a hole after %', p_id, p_seq USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  INSERT INTO "PortfolioEvent" ("portfolioId", "seq", "type", "payload", "at", "hash")
  SELECT p_id, e."seq", e."type", e."payload", e."at", e."hash"
  FROM json_populate_recordset(NULL::"PortfolioEvent", part) e;

  part := p_change -> 'orders';
  IF part IS NOT NULL THEN
    INSERT INTO "Order" ("portfolioId", "clientOrderId", "epoch", "symbol", "side", "kind", "status", "qty",
      "filled", "filledValue", "fees", "price", "triggerPrice", "triggerBy", "trailDistance", "trailActivation",
      "trailExtreme", "timeInForce", "reduceOnly", "purpose", "attached", "queueAhead", "metAt", "metSeq",
      "acceptedAt", "acceptedSeq", "deadlineAt", "endedAt", "reason")
    SELECT p_id, o."clientOrderId", head."epoch", o."symbol", o."side", o."kind", o."status", o."qty",
      o."filled", o."filledValue", o."fees", o."price", o."triggerPrice", o."triggerBy", o."trailDistance",
      o."trailActivation", o."trailExtreme", o."timeInForce", o."reduceOnly", o."purpose", o."attached",
      o."queueAhead", o."metAt", o."metSeq", o."acceptedAt", o."acceptedSeq", o."deadlineAt", o."endedAt", o."reason"
    FROM json_populate_recordset(NULL::"Order", part) o
    -- An id of an order that came to its end can't be used again: the trigger refuses.
    ON CONFLICT ("portfolioId", "clientOrderId") DO UPDATE SET "status" = EXCLUDED."status",
      "qty" = EXCLUDED."qty", "filled" = EXCLUDED."filled", "filledValue" = EXCLUDED."filledValue",
      "fees" = EXCLUDED."fees", "price" = EXCLUDED."price", "triggerPrice" = EXCLUDED."triggerPrice",
      "triggerBy" = EXCLUDED."triggerBy", "trailExtreme" = EXCLUDED."trailExtreme",
      "queueAhead" = EXCLUDED."queueAhead", "metAt" = EXCLUDED."metAt", "metSeq" = EXCLUDED."metSeq",
      "endedAt" = EXCLUDED."endedAt", "reason" = EXCLUDED."reason";
  END IF;

  part := p_change -> 'closedSymbols';
  IF part IS NOT NULL THEN
    DELETE FROM "Position" WHERE "portfolioId" = p_id
      AND "symbol" IN (SELECT json_array_elements_text(part));
  END IF;

  part := p_change -> 'positions';
  IF part IS NOT NULL THEN
    INSERT INTO "Position" ("portfolioId", "symbol", "qty", "cost", "entryPrice", "leverage", "extraMargin",
      "liquidationPrice", "stopLoss", "takeProfit", "fundedAt", "openedAt", "changedAt", "changedSeq", "trade")
    SELECT p_id, s."symbol", s."qty", s."cost", s."entryPrice", s."leverage", s."extraMargin",
      s."liquidationPrice", s."stopLoss", s."takeProfit", s."fundedAt", s."openedAt", s."changedAt",
      s."changedSeq", s."trade"
    FROM json_populate_recordset(NULL::"Position", part) s
    ON CONFLICT ("portfolioId", "symbol") DO UPDATE SET "qty" = EXCLUDED."qty", "cost" = EXCLUDED."cost",
      "entryPrice" = EXCLUDED."entryPrice", "leverage" = EXCLUDED."leverage",
      "extraMargin" = EXCLUDED."extraMargin", "liquidationPrice" = EXCLUDED."liquidationPrice",
      "stopLoss" = EXCLUDED."stopLoss", "takeProfit" = EXCLUDED."takeProfit", "fundedAt" = EXCLUDED."fundedAt",
      "openedAt" = EXCLUDED."openedAt", "changedAt" = EXCLUDED."changedAt",
      "changedSeq" = EXCLUDED."changedSeq", "trade" = EXCLUDED."trade";
  END IF;

  -- The payload of a fill has the columns of its trade.
  IF (p_change ->> 'hasFills')::BOOLEAN THEN
    INSERT INTO "Trade" ("portfolioId", "seq", "clientOrderId", "epoch", "symbol", "side", "purpose", "qty",
      "price", "held", "cost", "realised", "fee", "feeRate", "cash", "liquidity", "evidence", "at")
    SELECT p_id, e."seq", e."payload" ->> 'orderId', head."epoch", t."symbol", t."side", t."purpose", t."qty",
      t."price", t."held", t."cost", t."realised", t."fee", t."feeRate", t."cash", t."liquidity",
      t."evidence", e."at"
    FROM json_populate_recordset(NULL::"PortfolioEvent", p_change -> 'events') e,
      json_populate_record(NULL::"Trade", e."payload") t
    WHERE e."type" = 'order-filled';
  END IF;

  part := p_change -> 'disarmed';
  IF part IS NOT NULL THEN
    DELETE FROM "ArmedSymbol" WHERE "portfolioId" = p_id
      AND "symbol" IN (SELECT json_array_elements_text(part));
  END IF;

  part := p_change -> 'armed';
  IF part IS NOT NULL THEN
    INSERT INTO "ArmedSymbol" ("portfolioId", "symbol", "highestOnFall", "lowestOnRise", "always")
    SELECT p_id, a."symbol", a."highestOnFall", a."lowestOnRise", a."always"
    FROM json_populate_recordset(NULL::"ArmedSymbol", part) a
    ON CONFLICT ("portfolioId", "symbol") DO UPDATE SET "highestOnFall" = EXCLUDED."highestOnFall",
      "lowestOnRise" = EXCLUDED."lowestOnRise", "always" = EXCLUDED."always";
  END IF;

  part := p_change -> 'receipts';
  IF part IS NOT NULL THEN
    INSERT INTO "CommandReceipt" ("portfolioId", "requestId", "bodyHash", "fromSeq", "toSeq")
    SELECT p_id, r."requestId", r."bodyHash", r."fromSeq", r."toSeq"
    FROM json_populate_recordset(NULL::"CommandReceipt", part) r;
  END IF;

  part := p_change -> 'equity';
  IF part IS NOT NULL THEN
    -- Clocks of two processes differ: a later snapshot never stands before an earlier one.
    INSERT INTO "EquitySnapshot" ("portfolioId", "at", "seq", "equity", "balance", "flow")
    SELECT p_id, greatest(s."at", (SELECT max(l."at") FROM "EquitySnapshot" l WHERE l."portfolioId" = p_id)),
      s."seq", s."equity", s."balance", s."flow"
    FROM json_populate_recordset(NULL::"EquitySnapshot", part) s;
  END IF;

  part := p_change -> 'watch';
  IF part IS NOT NULL THEN
    INSERT INTO "ChallengeWatch" ("portfolioId", "balance", "below", "above", "resetAt")
    SELECT p_id, w."balance", w."below", w."above", w."resetAt"
    FROM json_populate_record(NULL::"ChallengeWatch", part) w
    ON CONFLICT ("portfolioId") DO UPDATE SET "balance" = EXCLUDED."balance", "below" = EXCLUDED."below",
      "above" = EXCLUDED."above", "resetAt" = EXCLUDED."resetAt";
  ELSIF head."lockReason" IS NOT NULL AND head."prop" IS NOT NULL THEN
    DELETE FROM "ChallengeWatch" WHERE "portfolioId" = p_id;
  END IF;
  RETURN TRUE;
END
$$;
