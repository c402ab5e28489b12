-- AlterTable
ALTER TABLE "User" ADD COLUMN     "isListed" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "Portfolio" ADD COLUMN     "prop" JSON;

-- CreateTable
CREATE TABLE "Challenge" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "planId" TEXT NOT NULL,
    "planName" TEXT NOT NULL,
    "plan" JSON NOT NULL,
    "phase" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Challenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChallengePhase" (
    "challengeId" TEXT NOT NULL,
    "phase" INTEGER NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endedSeq" INTEGER,

    CONSTRAINT "ChallengePhase_pkey" PRIMARY KEY ("challengeId","phase")
);

-- CreateTable
CREATE TABLE "ChallengeWatch" (
    "portfolioId" TEXT NOT NULL,
    "balance" DOUBLE PRECISION NOT NULL,
    "below" DOUBLE PRECISION NOT NULL,
    "above" DOUBLE PRECISION,
    "resetAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChallengeWatch_pkey" PRIMARY KEY ("portfolioId")
);

-- CreateTable
CREATE TABLE "JournalEntry" (
    "id" TEXT NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "tradeId" INTEGER NOT NULL,
    "closedSeq" INTEGER NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "qty" DECIMAL(38,18) NOT NULL,
    "entryPrice" DECIMAL(38,18) NOT NULL,
    "exitPrice" DECIMAL(38,18) NOT NULL,
    "leverage" DECIMAL(38,18) NOT NULL,
    "gross" DECIMAL(38,18) NOT NULL,
    "fees" DECIMAL(38,18) NOT NULL,
    "funding" DECIMAL(38,18) NOT NULL,
    "net" DECIMAL(38,18) NOT NULL,
    "initialStop" DECIMAL(38,18),
    "initialTarget" DECIMAL(38,18),
    "highest" DECIMAL(38,18),
    "lowest" DECIMAL(38,18),
    "exitReason" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3) NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "mistakes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "setup" TEXT,
    "rating" INTEGER,

    CONSTRAINT "JournalEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PriceExtreme" (
    "symbol" TEXT NOT NULL,
    "resolution" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "high" DECIMAL(38,18) NOT NULL,
    "low" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "PriceExtreme_pkey" PRIMARY KEY ("symbol","resolution","startAt")
);

-- CreateTable
CREATE TABLE "ChainAnchor" (
    "day" DATE NOT NULL,
    "digest" TEXT NOT NULL,
    "portfolios" INTEGER NOT NULL,
    "events" BIGINT NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChainAnchor_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "ChainHead" (
    "day" DATE NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "ChainHead_pkey" PRIMARY KEY ("day","portfolioId")
);

-- CreateTable
CREATE TABLE "LeaderboardEntry" (
    "window" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "pnl" DOUBLE PRECISION NOT NULL,
    "return" DOUBLE PRECISION NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "trades" INTEGER NOT NULL,
    "rankPnl" INTEGER NOT NULL,
    "rankReturn" INTEGER NOT NULL,
    "rankScore" INTEGER NOT NULL,

    CONSTRAINT "LeaderboardEntry_pkey" PRIMARY KEY ("window","userId")
);

-- CreateIndex
CREATE INDEX "Challenge_userId_startedAt_idx" ON "Challenge"("userId", "startedAt" DESC);

-- CreateIndex
CREATE INDEX "Challenge_status_startedAt_idx" ON "Challenge"("status", "startedAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "ChallengePhase_portfolioId_key" ON "ChallengePhase"("portfolioId");

-- CreateIndex
CREATE INDEX "ChallengeWatch_resetAt_idx" ON "ChallengeWatch"("resetAt");

-- CreateIndex
CREATE INDEX "JournalEntry_userId_closedAt_id_idx" ON "JournalEntry"("userId", "closedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "JournalEntry_portfolioId_closedAt_idx" ON "JournalEntry"("portfolioId", "closedAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "JournalEntry_portfolioId_tradeId_key" ON "JournalEntry"("portfolioId", "tradeId");

-- AddForeignKey
ALTER TABLE "Challenge" ADD CONSTRAINT "Challenge_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChallengePhase" ADD CONSTRAINT "ChallengePhase_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChallengePhase" ADD CONSTRAINT "ChallengePhase_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JournalEntry" ADD CONSTRAINT "JournalEntry_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JournalEntry" ADD CONSTRAINT "JournalEntry_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The leaderboard is computed anew by each run: it needs no log of its own.
ALTER TABLE "LeaderboardEntry" SET UNLOGGED;

ALTER TABLE "Challenge"
  ADD CONSTRAINT "Challenge_status" CHECK ("status" IN ('RUNNING', 'PASSED', 'FAILED')
    AND ("status" = 'RUNNING') = ("endedAt" IS NULL));
ALTER TABLE "ChallengePhase"
  ADD CONSTRAINT "ChallengePhase_status" CHECK ("status" IN ('RUNNING', 'PASSED', 'FAILED')
    AND ("status" = 'RUNNING') = ("endedAt" IS NULL) AND ("endedAt" IS NULL) = ("endedSeq" IS NULL));
ALTER TABLE "JournalEntry"
  ADD CONSTRAINT "JournalEntry_side" CHECK ("side" IN ('long', 'short')),
  ADD CONSTRAINT "JournalEntry_reason" CHECK ("exitReason" IN ('manual', 'stop', 'target', 'liquidation', 'breach',
    'reset')),
  ADD CONSTRAINT "JournalEntry_net" CHECK ("net" = "gross" - "fees" - "funding"),
  ADD CONSTRAINT "JournalEntry_words" CHECK (length("notes") <= 20000 AND cardinality("tags") <= 20
    AND cardinality("mistakes") <= 20 AND "rating" BETWEEN 1 AND 5);
ALTER TABLE "PriceExtreme"
  ADD CONSTRAINT "PriceExtreme_range" CHECK ("resolution" IN ('S', 'M') AND "low" > 0 AND "high" >= "low");

-- Anchors are public and append-only.
CREATE TRIGGER "ChainAnchor_append_only" BEFORE UPDATE OR DELETE ON "ChainAnchor"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ChainAnchor_no_truncate" BEFORE TRUNCATE ON "ChainAnchor"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ChainHead_append_only" BEFORE UPDATE OR DELETE ON "ChainHead"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ChainHead_no_truncate" BEFORE TRUNCATE ON "ChainHead"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Funding of a portfolio, for the calendar.
CREATE INDEX "PortfolioEvent_funding" ON "PortfolioEvent" ("portfolioId", "at") WHERE "type" = 'funding-settled';
CREATE INDEX "JournalEntry_tags" ON "JournalEntry" USING GIN ("tags");

-- Outermost marks of a symbol between two instants: whole minutes where there are any, seconds at the edges.
CREATE FUNCTION find_extremes(p_symbol TEXT, p_from TIMESTAMPTZ, p_to TIMESTAMPTZ,
  OUT highest NUMERIC, OUT lowest NUMERIC) LANGUAGE sql STABLE AS $$
  SELECT max("high"), min("low") FROM "PriceExtreme"
  WHERE "symbol" = p_symbol AND (
    ("resolution" = 'S' AND "startAt" >= date_trunc('second', p_from) AND "startAt" <= p_to
      AND "startAt" < date_trunc('minute', p_from) + INTERVAL '1 minute')
    OR ("resolution" = 'M' AND "startAt" >= date_trunc('minute', p_from) + INTERVAL '1 minute'
      AND "startAt" < date_trunc('minute', p_to))
    OR ("resolution" = 'S' AND "startAt" >= date_trunc('minute', p_to) AND "startAt" >= date_trunc('second', p_from)
      AND "startAt" <= p_to))
$$;

-- The journal is written with the fill that closes a trade, in the same statement.
CREATE FUNCTION write_journal() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  trade JSON := NEW."payload" -> 'trade';
  opened TIMESTAMPTZ := to_timestamp((trade ->> 'openedAtMs')::NUMERIC / 1000);
  entered NUMERIC := (trade ->> 'entryValue')::NUMERIC / NULLIF((trade ->> 'entryQty')::NUMERIC, 0);
  exited NUMERIC := (trade ->> 'exitValue')::NUMERIC / NULLIF((trade ->> 'exitQty')::NUMERIC, 0);
  seen RECORD;
BEGIN
  IF entered IS NULL OR exited IS NULL THEN RETURN NULL; END IF;
  SELECT highest, lowest INTO seen FROM find_extremes(NEW."payload" ->> 'symbol', opened, NEW."at");
  INSERT INTO "JournalEntry" ("id", "portfolioId", "userId", "tradeId", "closedSeq", "symbol", "side", "qty",
    "entryPrice", "exitPrice", "leverage", "gross", "fees", "funding", "net", "initialStop", "initialTarget",
    "highest", "lowest", "exitReason", "openedAt", "closedAt")
  SELECT NEW."portfolioId" || '.' || (trade ->> 'id'), NEW."portfolioId", p."userId", (trade ->> 'id')::INT, NEW."seq",
    NEW."payload" ->> 'symbol', trade ->> 'side', (trade ->> 'entryQty')::NUMERIC, round(entered, 18),
    round(exited, 18), (trade ->> 'leverage')::NUMERIC, (trade ->> 'realised')::NUMERIC, (trade ->> 'fees')::NUMERIC,
    (trade ->> 'funding')::NUMERIC, (NEW."payload" ->> 'net')::NUMERIC, (trade ->> 'initialStop')::NUMERIC,
    (trade ->> 'initialTarget')::NUMERIC,
    CASE WHEN seen.highest IS NOT NULL THEN round(greatest(seen.highest, entered, exited), 18) END,
    CASE WHEN seen.lowest IS NOT NULL THEN round(least(seen.lowest, entered, exited), 18) END,
    CASE WHEN NEW."payload" ->> 'purpose' = 'close' THEN 'manual' ELSE NEW."payload" ->> 'purpose' END,
    opened, NEW."at"
  FROM "Portfolio" p WHERE p."id" = NEW."portfolioId";
  RETURN NULL;
END
$$;
CREATE TRIGGER "PortfolioEvent_journal" AFTER INSERT ON "PortfolioEvent"
  FOR EACH ROW WHEN (NEW."type" = 'trade-closed') EXECUTE FUNCTION write_journal();

-- A challenge is what the log says of it.
CREATE FUNCTION write_challenge() RETURNS TRIGGER LANGUAGE plpgsql AS $$
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
CREATE TRIGGER "PortfolioEvent_challenge" AFTER INSERT ON "PortfolioEvent"
  FOR EACH ROW WHEN (NEW."type" IN ('challenge-started', 'phase-passed', 'challenge-breached'))
  EXECUTE FUNCTION write_challenge();

-- Statement 1 of the door: all that a decision needs and whose it is, from one snapshot, with the receipts of `p_requests`.
-- Decimals are text. PL/pgSQL keeps the plan for the connection, plain SQL would be planned each time.
CREATE OR REPLACE FUNCTION read_portfolio(p_id TEXT, p_requests TEXT[]) RETURNS JSON LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT json_build_object(
      'userId', p."userId",
      'portfolio', json_build_array(p."seq", p."epoch", p."market", p."marginMode", p."lockReason",
        epoch_ms(p."lockedAt"), p."balance"::TEXT, p."opening"::TEXT, p."adjustments"::TEXT, p."realised"::TEXT,
        p."fees"::TEXT, p."funding"::TEXT, p."defaultLeverage"::TEXT, p."leverages", p."consumed",
        p."liquidations", p."headHash", p."prop"),
      'orders', (
        SELECT json_agg(json_build_array(o."clientOrderId", o."symbol", o."side", o."kind", o."qty"::TEXT,
          o."filled"::TEXT, o."filledValue"::TEXT, o."fees"::TEXT, o."price"::TEXT, o."triggerPrice"::TEXT,
          o."triggerBy", o."trailDistance"::TEXT, o."trailActivation"::TEXT, o."trailExtreme"::TEXT,
          o."timeInForce", o."reduceOnly", o."purpose", o."attached", o."status", o."queueAhead"::TEXT,
          epoch_ms(o."acceptedAt"), o."acceptedSeq", epoch_ms(o."deadlineAt"), epoch_ms(o."metAt"),
          o."metSeq") ORDER BY o."acceptedSeq")
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
