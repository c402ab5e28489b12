-- AlterTable
ALTER TABLE "Instrument" ADD COLUMN     "makerRate" DECIMAL(38,18) NOT NULL DEFAULT 0.0002,
ADD COLUMN     "priceLimitX" DECIMAL(38,18),
ADD COLUMN     "priceLimitY" DECIMAL(38,18),
ADD COLUMN     "takerRate" DECIMAL(38,18) NOT NULL DEFAULT 0.00055,
ADD COLUMN     "tiers" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'TRADER',
    "passwordHash" TEXT,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "emailVerifiedAt" TIMESTAMPTZ(3),
    "bannedAt" TIMESTAMPTZ(3),
    "banReason" TEXT,
    "tier" TEXT NOT NULL DEFAULT 'FREE',
    "tierUntil" TIMESTAMPTZ(3),

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Portfolio" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "market" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "marginMode" TEXT NOT NULL,
    "lockReason" TEXT,
    "lockedAt" TIMESTAMPTZ(3),
    "balance" DECIMAL(38,18) NOT NULL,
    "opening" DECIMAL(38,18) NOT NULL,
    "adjustments" DECIMAL(38,18) NOT NULL,
    "realised" DECIMAL(38,18) NOT NULL,
    "fees" DECIMAL(38,18) NOT NULL,
    "funding" DECIMAL(38,18) NOT NULL,
    "defaultLeverage" DECIMAL(38,18) NOT NULL,
    "leverages" JSON NOT NULL,
    "consumed" JSON NOT NULL,
    "liquidations" INTEGER NOT NULL,
    "headHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Portfolio_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PortfolioEvent" (
    "portfolioId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSON NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "PortfolioEvent_pkey" PRIMARY KEY ("portfolioId","seq")
);

-- CreateTable
CREATE TABLE "CommandReceipt" (
    "portfolioId" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,

    CONSTRAINT "CommandReceipt_pkey" PRIMARY KEY ("portfolioId","requestId")
);

-- CreateTable
CREATE TABLE "Order" (
    "portfolioId" TEXT NOT NULL,
    "clientOrderId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "qty" DECIMAL(38,18) NOT NULL,
    "filled" DECIMAL(38,18) NOT NULL,
    "filledValue" DECIMAL(38,18) NOT NULL,
    "fees" DECIMAL(38,18) NOT NULL,
    "price" DECIMAL(38,18),
    "triggerPrice" DECIMAL(38,18),
    "triggerBy" TEXT,
    "trailDistance" DECIMAL(38,18),
    "trailActivation" DECIMAL(38,18),
    "trailExtreme" DECIMAL(38,18),
    "timeInForce" TEXT NOT NULL,
    "reduceOnly" BOOLEAN NOT NULL,
    "purpose" TEXT NOT NULL,
    "attached" JSON,
    "queueAhead" DECIMAL(38,18) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedSeq" INTEGER NOT NULL,
    "deadlineAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("portfolioId","clientOrderId")
);

-- CreateTable
CREATE TABLE "Position" (
    "portfolioId" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "qty" DECIMAL(38,18) NOT NULL,
    "cost" DECIMAL(38,18) NOT NULL,
    "entryPrice" DECIMAL(38,18) NOT NULL,
    "leverage" DECIMAL(38,18) NOT NULL,
    "extraMargin" DECIMAL(38,18) NOT NULL,
    "liquidationPrice" DECIMAL(38,18),
    "stopLoss" JSON,
    "takeProfit" JSON,
    "fundedAt" TIMESTAMPTZ(3),
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "changedSeq" INTEGER NOT NULL,
    "trade" JSON NOT NULL,

    CONSTRAINT "Position_pkey" PRIMARY KEY ("portfolioId","symbol")
);

-- CreateTable
CREATE TABLE "Trade" (
    "portfolioId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "clientOrderId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "qty" DECIMAL(38,18) NOT NULL,
    "price" DECIMAL(38,18) NOT NULL,
    "held" DECIMAL(38,18) NOT NULL,
    "cost" DECIMAL(38,18) NOT NULL,
    "realised" DECIMAL(38,18) NOT NULL,
    "fee" DECIMAL(38,18) NOT NULL,
    "feeRate" DECIMAL(38,18) NOT NULL,
    "cash" DECIMAL(38,18) NOT NULL,
    "liquidity" TEXT NOT NULL,
    "evidence" JSON NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Trade_pkey" PRIMARY KEY ("portfolioId","seq")
);

-- CreateTable
CREATE TABLE "ArmedSymbol" (
    "portfolioId" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "highestOnFall" DECIMAL(38,18),
    "lowestOnRise" DECIMAL(38,18),
    "always" BOOLEAN NOT NULL,

    CONSTRAINT "ArmedSymbol_pkey" PRIMARY KEY ("portfolioId","symbol")
);

-- CreateTable
CREATE TABLE "EquitySnapshot" (
    "portfolioId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "equity" DECIMAL(38,18) NOT NULL,
    "balance" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "EquitySnapshot_pkey" PRIMARY KEY ("portfolioId","at")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Portfolio_userId_createdAt_idx" ON "Portfolio"("userId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Order_portfolioId_acceptedSeq_key" ON "Order"("portfolioId", "acceptedSeq");

-- CreateIndex
CREATE INDEX "Position_symbol_idx" ON "Position"("symbol");

-- AddForeignKey
ALTER TABLE "Portfolio" ADD CONSTRAINT "Portfolio_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PortfolioEvent" ADD CONSTRAINT "PortfolioEvent_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommandReceipt" ADD CONSTRAINT "CommandReceipt_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Position" ADD CONSTRAINT "Position_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Trade" ADD CONSTRAINT "Trade_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArmedSymbol" ADD CONSTRAINT "ArmedSymbol_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EquitySnapshot" ADD CONSTRAINT "EquitySnapshot_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Wrong states can't be stored, whoever writes.
ALTER TABLE "User"
  ADD CONSTRAINT "User_email_lower" CHECK ("email" = lower("email") AND "email" <> ''),
  ADD CONSTRAINT "User_role" CHECK ("role" IN ('TRADER', 'ADMIN')),
  ADD CONSTRAINT "User_tier" CHECK ("tier" IN ('FREE', 'PRO', 'ELITE')),
  ADD CONSTRAINT "User_ban" CHECK ("bannedAt" IS NOT NULL OR "banReason" IS NULL);

ALTER TABLE "Portfolio"
  ADD CONSTRAINT "Portfolio_kind" CHECK ("kind" IN ('PRACTICE', 'CHALLENGE')),
  ADD CONSTRAINT "Portfolio_market" CHECK ("market" IN ('perpetual', 'spot')),
  ADD CONSTRAINT "Portfolio_marginMode" CHECK ("marginMode" IN ('isolated', 'cross')),
  ADD CONSTRAINT "Portfolio_seq" CHECK ("seq" >= 1 AND "epoch" >= 0 AND "liquidations" >= 0),
  ADD CONSTRAINT "Portfolio_lock" CHECK (("lockReason" IS NULL) = ("lockedAt" IS NULL)),
  ADD CONSTRAINT "Portfolio_leverage" CHECK ("defaultLeverage" >= 1),
  -- Holdings of a spot account are bought from the balance; only a perpetual's ledger is all cash.
  ADD CONSTRAINT "Portfolio_ledger" CHECK (
    "market" = 'spot' OR "balance" = "opening" + "adjustments" + "realised" - "fees" - "funding"
  );

ALTER TABLE "PortfolioEvent"
  ADD CONSTRAINT "PortfolioEvent_seq" CHECK ("seq" >= 1),
  ADD CONSTRAINT "PortfolioEvent_hash" CHECK ("hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "CommandReceipt"
  ADD CONSTRAINT "CommandReceipt_range" CHECK ("fromSeq" >= 1 AND "toSeq" >= "fromSeq" - 1);

ALTER TABLE "Order"
  ADD CONSTRAINT "Order_side" CHECK ("side" IN ('buy', 'sell')),
  ADD CONSTRAINT "Order_kind" CHECK ("kind" IN ('market', 'limit', 'stop-market', 'stop-limit',
    'take-profit-market', 'take-profit-limit', 'trailing-stop')),
  ADD CONSTRAINT "Order_timeInForce" CHECK ("timeInForce" IN ('GTC', 'IOC', 'FOK', 'post-only')),
  ADD CONSTRAINT "Order_purpose" CHECK ("purpose" IN ('manual', 'stop', 'target', 'close', 'liquidation',
    'breach', 'reset')),
  ADD CONSTRAINT "Order_quantities" CHECK ("qty" > 0 AND "filled" >= 0 AND "filled" <= "qty"
    AND "filledValue" >= 0 AND "queueAhead" >= 0),
  ADD CONSTRAINT "Order_prices" CHECK ("price" > 0 AND "triggerPrice" >= 0 AND "trailDistance" > 0
    AND "trailActivation" > 0 AND "trailExtreme" > 0),
  ADD CONSTRAINT "Order_trigger" CHECK (("triggerPrice" IS NULL) = ("triggerBy" IS NULL)
    AND "triggerBy" IN ('last', 'mark')),
  ADD CONSTRAINT "Order_kind_prices" CHECK (CASE "kind"
    WHEN 'limit' THEN "price" IS NOT NULL
    WHEN 'stop-limit' THEN "price" IS NOT NULL AND "triggerPrice" IS NOT NULL
    WHEN 'take-profit-limit' THEN "price" IS NOT NULL AND "triggerPrice" IS NOT NULL
    WHEN 'stop-market' THEN "triggerPrice" IS NOT NULL
    WHEN 'take-profit-market' THEN "triggerPrice" IS NOT NULL
    WHEN 'trailing-stop' THEN "trailDistance" IS NOT NULL
    ELSE TRUE END),
  ADD CONSTRAINT "Order_status" CHECK (CASE "status"
    WHEN 'QUEUED' THEN "filled" = 0 AND "endedAt" IS NULL AND "reason" IS NULL
    WHEN 'OPEN' THEN "filled" = 0 AND "endedAt" IS NULL AND "reason" IS NULL
    WHEN 'TRIGGERED' THEN "filled" = 0 AND "endedAt" IS NULL AND "reason" IS NULL
    WHEN 'PARTIALLY_FILLED' THEN "filled" > 0 AND "filled" < "qty" AND "endedAt" IS NULL AND "reason" IS NULL
    WHEN 'FILLED' THEN "filled" = "qty" AND "endedAt" IS NOT NULL AND "reason" IS NULL
    WHEN 'REJECTED' THEN "filled" = 0 AND "endedAt" IS NOT NULL AND "reason" IS NOT NULL
    WHEN 'CANCELLED' THEN "filled" < "qty" AND "endedAt" IS NOT NULL AND "reason" IS NOT NULL
    WHEN 'EXPIRED' THEN "filled" < "qty" AND "endedAt" IS NOT NULL AND "reason" IS NULL
    ELSE FALSE END);

ALTER TABLE "Position"
  ADD CONSTRAINT "Position_size" CHECK ("qty" <> 0 AND "cost" >= 0 AND "entryPrice" >= 0),
  ADD CONSTRAINT "Position_leverage" CHECK ("leverage" >= 1),
  ADD CONSTRAINT "Position_liquidation" CHECK ("liquidationPrice" > 0),
  ADD CONSTRAINT "Position_stops" CHECK (("stopLoss" ->> 'price')::NUMERIC > 0
    AND ("takeProfit" ->> 'price')::NUMERIC > 0);

ALTER TABLE "Trade"
  ADD CONSTRAINT "Trade_side" CHECK ("side" IN ('buy', 'sell')),
  ADD CONSTRAINT "Trade_liquidity" CHECK ("liquidity" IN ('maker', 'taker')),
  ADD CONSTRAINT "Trade_amounts" CHECK ("qty" > 0 AND "price" >= 0 AND "held" <> 0
    AND ("held" > 0) = ("side" = 'buy'));

ALTER TABLE "ArmedSymbol"
  ADD CONSTRAINT "ArmedSymbol_something" CHECK (
    "always" OR "highestOnFall" IS NOT NULL OR "lowestOnRise" IS NOT NULL);

-- Room in each page, so that the row that every decision updates stays where it is.
ALTER TABLE "Portfolio" SET (fillfactor = 70);
ALTER TABLE "Position" SET (fillfactor = 70);

-- The hot queries, each with its index.
CREATE INDEX "Order_open" ON "Order" ("portfolioId", "acceptedSeq") WHERE "endedAt" IS NULL;
CREATE INDEX "Order_queued" ON "Order" ("acceptedAt") WHERE "status" = 'QUEUED';
CREATE INDEX "Order_deadline" ON "Order" ("deadlineAt") WHERE "endedAt" IS NULL AND "deadlineAt" IS NOT NULL;
CREATE INDEX "ArmedSymbol_fall" ON "ArmedSymbol" ("symbol", "highestOnFall") INCLUDE ("portfolioId")
  WHERE "highestOnFall" IS NOT NULL;
CREATE INDEX "ArmedSymbol_rise" ON "ArmedSymbol" ("symbol", "lowestOnRise") INCLUDE ("portfolioId")
  WHERE "lowestOnRise" IS NOT NULL;
CREATE INDEX "ArmedSymbol_always" ON "ArmedSymbol" ("symbol") INCLUDE ("portfolioId") WHERE "always";

-- The log and the fills are append-only; an order at its end never changes.
CREATE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of "%" is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "PortfolioEvent_append_only" BEFORE UPDATE OR DELETE ON "PortfolioEvent"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "PortfolioEvent_no_truncate" BEFORE TRUNCATE ON "PortfolioEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "Trade_append_only" BEFORE UPDATE OR DELETE ON "Trade"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "Trade_no_truncate" BEFORE TRUNCATE ON "Trade"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "Order_end_is_final" BEFORE UPDATE ON "Order"
  FOR EACH ROW WHEN (OLD."endedAt" IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "Order_no_delete" BEFORE DELETE ON "Order"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION epoch_ms(at TIMESTAMPTZ) RETURNS BIGINT LANGUAGE sql IMMUTABLE AS $$
  SELECT (EXTRACT(EPOCH FROM at) * 1000)::BIGINT
$$;

-- Statement 1 of the door: all that a decision needs, from one snapshot, with the receipts of `p_requests`.
-- Decimals are text. PL/pgSQL keeps the plan for the connection, plain SQL would be planned each time.
CREATE FUNCTION read_portfolio(p_id TEXT, p_requests TEXT[]) RETURNS JSON LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT json_build_object(
      'portfolio', json_build_array(p."seq", p."epoch", p."market", p."marginMode", p."lockReason",
        epoch_ms(p."lockedAt"), p."balance"::TEXT, p."opening"::TEXT, p."adjustments"::TEXT, p."realised"::TEXT,
        p."fees"::TEXT, p."funding"::TEXT, p."defaultLeverage"::TEXT, p."leverages", p."consumed",
        p."liquidations", p."headHash"),
      'orders', (
        SELECT json_agg(json_build_array(o."clientOrderId", o."symbol", o."side", o."kind", o."qty"::TEXT,
          o."filled"::TEXT, o."filledValue"::TEXT, o."fees"::TEXT, o."price"::TEXT, o."triggerPrice"::TEXT,
          o."triggerBy", o."trailDistance"::TEXT, o."trailActivation"::TEXT, o."trailExtreme"::TEXT,
          o."timeInForce", o."reduceOnly", o."purpose", o."attached", o."status", o."queueAhead"::TEXT,
          epoch_ms(o."acceptedAt"), o."acceptedSeq", epoch_ms(o."deadlineAt")) ORDER BY o."acceptedSeq")
        FROM "Order" o WHERE o."portfolioId" = p_id AND o."endedAt" IS NULL),
      'positions', (
        SELECT json_agg(json_build_array(s."symbol", s."qty"::TEXT, s."cost"::TEXT, s."entryPrice"::TEXT,
          s."leverage"::TEXT, s."extraMargin"::TEXT, s."stopLoss", s."takeProfit", epoch_ms(s."fundedAt"),
          epoch_ms(s."changedAt"), s."changedSeq", s."trade") ORDER BY (s."trade" ->> 'id')::INT)
        FROM "Position" s WHERE s."portfolioId" = p_id),
      'receipts', (
        SELECT json_agg(json_build_array(r."requestId", r."bodyHash", r."fromSeq", r."toSeq"))
        FROM "CommandReceipt" r WHERE r."portfolioId" = p_id AND r."requestId" = ANY (p_requests))
    )
    FROM "Portfolio" p WHERE p."id" = p_id
  );
END
$$;

-- Statement 2 of the door: writes the decision if the portfolio is still at `p_seq`, and answers whether it did.
-- Only parts that changed are in `p_change`. With `p_seq` 0 the portfolio is created.
-- What else must be written with a decision hangs on the log: a trigger AFTER INSERT ON "PortfolioEvent"
-- WHEN (NEW."type" = ...) runs inside this same statement.
CREATE FUNCTION commit_portfolio(p_id TEXT, p_seq INT, p_change JSON) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  head "Portfolio" := json_populate_record(NULL::"Portfolio", p_change -> 'portfolio');
  part JSON;
BEGIN
  IF p_seq = 0 THEN
    INSERT INTO "Portfolio" ("id", "userId", "name", "kind", "market", "seq", "epoch", "marginMode", "balance",
      "opening", "adjustments", "realised", "fees", "funding", "defaultLeverage", "leverages", "consumed",
      "liquidations", "headHash", "createdAt")
    VALUES (p_id, head."userId", head."name", head."kind", head."market", head."seq", head."epoch",
      head."marginMode", head."balance", head."opening", head."adjustments", head."realised", head."fees",
      head."funding", head."defaultLeverage", head."leverages", head."consumed", head."liquidations",
      head."headHash", head."createdAt")
    ON CONFLICT ("id") DO NOTHING;
  ELSE
    UPDATE "Portfolio" SET "seq" = head."seq", "epoch" = head."epoch", "marginMode" = head."marginMode",
      "defaultLeverage" = head."defaultLeverage", "lockReason" = head."lockReason",
      "lockedAt" = head."lockedAt", "balance" = head."balance", "opening" = head."opening",
      "adjustments" = head."adjustments", "realised" = head."realised", "fees" = head."fees",
      "funding" = head."funding", "leverages" = head."leverages", "consumed" = head."consumed",
      "liquidations" = head."liquidations", "headHash" = head."headHash"
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
      "trailExtreme", "timeInForce", "reduceOnly", "purpose", "attached", "queueAhead", "acceptedAt",
      "acceptedSeq", "deadlineAt", "endedAt", "reason")
    SELECT p_id, o."clientOrderId", head."epoch", o."symbol", o."side", o."kind", o."status", o."qty",
      o."filled", o."filledValue", o."fees", o."price", o."triggerPrice", o."triggerBy", o."trailDistance",
      o."trailActivation", o."trailExtreme", o."timeInForce", o."reduceOnly", o."purpose", o."attached",
      o."queueAhead", o."acceptedAt", o."acceptedSeq", o."deadlineAt", o."endedAt", o."reason"
    FROM json_populate_recordset(NULL::"Order", part) o
    -- An id of an order that came to its end can't be used again: the trigger refuses.
    ON CONFLICT ("portfolioId", "clientOrderId") DO UPDATE SET "status" = EXCLUDED."status",
      "qty" = EXCLUDED."qty", "filled" = EXCLUDED."filled", "filledValue" = EXCLUDED."filledValue",
      "fees" = EXCLUDED."fees", "price" = EXCLUDED."price", "triggerPrice" = EXCLUDED."triggerPrice",
      "triggerBy" = EXCLUDED."triggerBy", "trailExtreme" = EXCLUDED."trailExtreme",
      "queueAhead" = EXCLUDED."queueAhead", "endedAt" = EXCLUDED."endedAt", "reason" = EXCLUDED."reason";
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

  part := p_change -> 'trades';
  IF part IS NOT NULL THEN
    INSERT INTO "Trade" ("portfolioId", "seq", "clientOrderId", "epoch", "symbol", "side", "purpose", "qty",
      "price", "held", "cost", "realised", "fee", "feeRate", "cash", "liquidity", "evidence", "at")
    SELECT p_id, t."seq", t."clientOrderId", head."epoch", t."symbol", t."side", t."purpose", t."qty",
      t."price", t."held", t."cost", t."realised", t."fee", t."feeRate", t."cash", t."liquidity",
      t."evidence", t."at"
    FROM json_populate_recordset(NULL::"Trade", part) t;
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
  RETURN TRUE;
END
$$;
