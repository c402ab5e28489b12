-- What the Prisma schema says (`npm run db:diff`).

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Candle" (
    "venue" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "open" DECIMAL(38,18) NOT NULL,
    "high" DECIMAL(38,18) NOT NULL,
    "low" DECIMAL(38,18) NOT NULL,
    "close" DECIMAL(38,18) NOT NULL,
    "volume" DECIMAL(38,18) NOT NULL,
    "turnover" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "Candle_pkey" PRIMARY KEY ("venue","symbol","interval","startAt")
);

-- CreateTable
CREATE TABLE "Instrument" (
    "venue" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "baseCoin" TEXT NOT NULL,
    "quoteCoin" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "priceScale" INTEGER NOT NULL,
    "tickSize" DECIMAL(38,18) NOT NULL,
    "qtyStep" DECIMAL(38,18) NOT NULL,
    "minOrderQty" DECIMAL(38,18) NOT NULL,
    "maxOrderQty" DECIMAL(38,18) NOT NULL,
    "maxMarketQty" DECIMAL(38,18) NOT NULL,
    "minNotional" DECIMAL(38,18) NOT NULL,
    "maxLeverage" DECIMAL(38,18) NOT NULL,
    "fundingMinutes" INTEGER NOT NULL,
    "makerRate" DECIMAL(38,18) NOT NULL DEFAULT 0.0002,
    "takerRate" DECIMAL(38,18) NOT NULL DEFAULT 0.00055,
    "tiers" JSONB NOT NULL DEFAULT '[]',
    "priceLimitX" DECIMAL(38,18),
    "priceLimitY" DECIMAL(38,18),
    "launchAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "fetchedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Instrument_pkey" PRIMARY KEY ("venue","symbol")
);

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
    "sessionsEndedAt" TIMESTAMPTZ(3),
    "preferences" JSONB NOT NULL DEFAULT '{}',
    "totpSecret" TEXT,
    "totpConfirmedAt" TIMESTAMPTZ(3),
    "totpLastStep" INTEGER,
    "deletedAt" TIMESTAMPTZ(3),
    "isListed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChartDrawings" (
    "userId" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "drawings" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChartDrawings_pkey" PRIMARY KEY ("userId","symbol")
);

-- CreateTable
CREATE TABLE "ProviderLogin" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "linkedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProviderLogin_pkey" PRIMARY KEY ("provider","subject")
);

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "userId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RecoveryCode_pkey" PRIMARY KEY ("userId","hash")
);

-- CreateTable
CREATE TABLE "ReviewItem" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolvedAt" TIMESTAMPTZ(3),
    "resolvedBy" TEXT,
    "resolution" TEXT,

    CONSTRAINT "ReviewItem_pkey" PRIMARY KEY ("id")
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
    "prop" JSON,
    "deferred" JSON,
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
CREATE TABLE "IdempotencyRecord" (
    "portfolioId" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,

    CONSTRAINT "IdempotencyRecord_pkey" PRIMARY KEY ("portfolioId","requestId")
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
    "queueAhead" DECIMAL(38,18),
    "lastMatchedAt" TIMESTAMPTZ(3),
    "lastMatchedSeq" INTEGER,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedSeq" INTEGER NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("portfolioId","clientOrderId")
);

-- CreateTable
CREATE TABLE "OrderLatency" (
    "portfolioId" TEXT NOT NULL,
    "clientOrderId" TEXT NOT NULL,
    "ageMs" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OrderLatency_pkey" PRIMARY KEY ("portfolioId","clientOrderId")
);

-- CreateTable
CREATE TABLE "FeedGap" (
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "toAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FeedGap_pkey" PRIMARY KEY ("fromAt")
);

-- CreateTable
CREATE TABLE "PriceJump" (
    "symbol" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "side" TEXT NOT NULL,

    CONSTRAINT "PriceJump_pkey" PRIMARY KEY ("symbol","at","side")
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
    "roundTrip" JSON NOT NULL,

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
    "qtyChange" DECIMAL(38,18) NOT NULL,
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
CREATE TABLE "TriggerIndex" (
    "portfolioId" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "sellTriggerMax" DECIMAL(38,18),
    "buyTriggerMin" DECIMAL(38,18),
    "always" BOOLEAN NOT NULL,

    CONSTRAINT "TriggerIndex_pkey" PRIMARY KEY ("portfolioId","symbol")
);

-- CreateTable
CREATE TABLE "EquitySnapshot" (
    "portfolioId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "equity" DECIMAL(38,18) NOT NULL,
    "balance" DECIMAL(38,18) NOT NULL,
    "flow" DECIMAL(38,18) NOT NULL DEFAULT 0,

    CONSTRAINT "EquitySnapshot_pkey" PRIMARY KEY ("portfolioId","at","seq")
);

-- CreateTable
CREATE TABLE "Payment" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "note" TEXT,
    "providerId" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "paidAt" TIMESTAMPTZ(3),
    "checkedAt" TIMESTAMPTZ(3),
    "refundedAt" TIMESTAMPTZ(3),
    "refunds" JSONB NOT NULL DEFAULT '{}',
    "customerCode" TEXT,

    CONSTRAINT "Payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Subscription" (
    "code" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "nextPaymentAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Subscription_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "paymentId" TEXT,
    "auditId" TEXT,
    "grantedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startsAt" TIMESTAMPTZ(3),
    "endsAt" TIMESTAMPTZ(3),
    "usedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "reference" TEXT,
    "outcome" TEXT NOT NULL,
    "deliveries" INTEGER NOT NULL DEFAULT 1,
    "body" JSONB NOT NULL,
    "firstAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "adminId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OperatorSwitch" (
    "name" TEXT NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OperatorSwitch_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "CmsPage" (
    "slug" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'page',
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL,
    "publishedAt" TIMESTAMPTZ(3),
    "resolvedAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CmsPage_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "Announcement" (
    "id" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3),

    CONSTRAINT "Announcement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CronRun" (
    "name" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "durationMs" INTEGER NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "CronRun_pkey" PRIMARY KEY ("name")
);

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
    "voidedAt" TIMESTAMPTZ(3),

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
CREATE TABLE "ChallengeThreshold" (
    "portfolioId" TEXT NOT NULL,
    "balance" DOUBLE PRECISION NOT NULL,
    "below" DOUBLE PRECISION NOT NULL,
    "above" DOUBLE PRECISION,
    "resetAt" TIMESTAMPTZ(3) NOT NULL,
    "symbols" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "qtys" DOUBLE PRECISION[] DEFAULT ARRAY[]::DOUBLE PRECISION[],
    "costs" DOUBLE PRECISION[] DEFAULT ARRAY[]::DOUBLE PRECISION[],

    CONSTRAINT "ChallengeThreshold_pkey" PRIMARY KEY ("portfolioId")
);

-- CreateTable
CREATE TABLE "JournalEntry" (
    "id" TEXT NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "roundTripId" INTEGER NOT NULL,
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
    "risk" DECIMAL(38,18),
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

    CONSTRAINT "JournalEntry_pkey" PRIMARY KEY ("portfolioId","roundTripId")
);

-- CreateTable
CREATE TABLE "PriceRange" (
    "symbol" TEXT NOT NULL,
    "resolution" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "high" DECIMAL(38,18) NOT NULL,
    "low" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "PriceRange_pkey" PRIMARY KEY ("symbol","resolution","startAt")
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
CREATE TABLE "ChainBucket" (
    "day" DATE NOT NULL,
    "index" INTEGER NOT NULL,
    "firstPortfolioId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "ChainBucket_pkey" PRIMARY KEY ("day","index")
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
CREATE TABLE "LeaderboardRun" (
    "id" INTEGER NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LeaderboardRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LeaderboardEntry" (
    "run" INTEGER NOT NULL,
    "list" TEXT NOT NULL DEFAULT 'practice',
    "window" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "pnl" DOUBLE PRECISION NOT NULL,
    "return" DOUBLE PRECISION NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "trades" INTEGER NOT NULL,
    "rankPnl" INTEGER,
    "rankReturn" INTEGER NOT NULL,
    "rankScore" INTEGER NOT NULL,

    CONSTRAINT "LeaderboardEntry_pkey" PRIMARY KEY ("run","list","window","userId")
);

-- CreateTable
CREATE TABLE "SqlFunction" (
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "SqlFunction_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "ProviderLogin_userId_idx" ON "ProviderLogin"("userId");

-- CreateIndex
CREATE INDEX "ReviewItem_userId_idx" ON "ReviewItem"("userId");

-- CreateIndex
CREATE INDEX "Portfolio_userId_createdAt_idx" ON "Portfolio"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "Order_acceptedAt_idx" ON "Order" USING BRIN ("acceptedAt");

-- CreateIndex
CREATE INDEX "Order_endedAt_idx" ON "Order" USING BRIN ("endedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Order_portfolioId_acceptedSeq_key" ON "Order"("portfolioId", "acceptedSeq");

-- CreateIndex
CREATE INDEX "OrderLatency_at_idx" ON "OrderLatency" USING BRIN ("at");

-- CreateIndex
CREATE INDEX "PriceJump_at_idx" ON "PriceJump"("at");

-- CreateIndex
CREATE INDEX "Position_symbol_portfolioId_idx" ON "Position"("symbol", "portfolioId");

-- CreateIndex
CREATE INDEX "Trade_at_idx" ON "Trade" USING BRIN ("at");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_reference_key" ON "Payment"("reference");

-- CreateIndex
CREATE INDEX "Payment_userId_createdAt_idx" ON "Payment"("userId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "Payment_status_createdAt_idx" ON "Payment"("status", "createdAt");

-- CreateIndex
CREATE INDEX "Payment_customerCode_idx" ON "Payment"("customerCode");

-- CreateIndex
CREATE INDEX "Subscription_userId_idx" ON "Subscription"("userId");

-- CreateIndex
CREATE INDEX "Subscription_status_idx" ON "Subscription"("status");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_paymentId_key" ON "Grant"("paymentId");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_auditId_key" ON "Grant"("auditId");

-- CreateIndex
CREATE INDEX "Grant_userId_grantedAt_idx" ON "Grant"("userId", "grantedAt" DESC);

-- CreateIndex
CREATE INDEX "WebhookDelivery_lastAt_idx" ON "WebhookDelivery"("lastAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "WebhookDelivery_event_objectId_key" ON "WebhookDelivery"("event", "objectId");

-- CreateIndex
CREATE INDEX "AuditEntry_at_idx" ON "AuditEntry"("at" DESC);

-- CreateIndex
CREATE INDEX "AuditEntry_target_at_idx" ON "AuditEntry"("target", "at" DESC);

-- CreateIndex
CREATE INDEX "CmsPage_kind_publishedAt_idx" ON "CmsPage"("kind", "publishedAt" DESC);

-- CreateIndex
CREATE INDEX "Announcement_startsAt_idx" ON "Announcement"("startsAt");

-- CreateIndex
CREATE INDEX "Challenge_userId_startedAt_idx" ON "Challenge"("userId", "startedAt" DESC);

-- CreateIndex
CREATE INDEX "Challenge_status_startedAt_idx" ON "Challenge"("status", "startedAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "ChallengePhase_portfolioId_key" ON "ChallengePhase"("portfolioId");

-- CreateIndex
CREATE INDEX "ChallengeThreshold_resetAt_idx" ON "ChallengeThreshold"("resetAt");

-- CreateIndex
CREATE INDEX "JournalEntry_id_idx" ON "JournalEntry"("id");

-- CreateIndex
CREATE INDEX "JournalEntry_userId_closedAt_id_idx" ON "JournalEntry"("userId", "closedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "JournalEntry_portfolioId_closedAt_idx" ON "JournalEntry"("portfolioId", "closedAt" DESC);

-- CreateIndex
CREATE INDEX "JournalEntry_closedAt" ON "JournalEntry"("closedAt");

-- CreateIndex
CREATE INDEX "JournalEntry_tags" ON "JournalEntry" USING GIN ("tags");

-- AddForeignKey
ALTER TABLE "ChartDrawings" ADD CONSTRAINT "ChartDrawings_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProviderLogin" ADD CONSTRAINT "ProviderLogin_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecoveryCode" ADD CONSTRAINT "RecoveryCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Portfolio" ADD CONSTRAINT "Portfolio_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PortfolioEvent" ADD CONSTRAINT "PortfolioEvent_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IdempotencyRecord" ADD CONSTRAINT "IdempotencyRecord_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Position" ADD CONSTRAINT "Position_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Trade" ADD CONSTRAINT "Trade_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TriggerIndex" ADD CONSTRAINT "TriggerIndex_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EquitySnapshot" ADD CONSTRAINT "EquitySnapshot_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "AuditEntry" ADD CONSTRAINT "AuditEntry_adminId_fkey" FOREIGN KEY ("adminId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

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

-- What the Prisma schema can't say.

-- A hypertable where TimescaleDB can be had, the plain indexed table where not. The primary key holds the time column,
-- as TimescaleDB asks of every unique index.
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb') THEN
    CREATE EXTENSION IF NOT EXISTS timescaledb;
    PERFORM create_hypertable('"Candle"', 'startAt', chunk_time_interval => INTERVAL '30 days', create_default_indexes => FALSE);
  END IF;
EXCEPTION
  WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN
    RAISE NOTICE 'TimescaleDB can not be used here: Candle stays a plain table.';
END
$$;

-- Each run of the leaderboard computes all of it: it needs no log.
ALTER TABLE "LeaderboardEntry" SET UNLOGGED;
-- Free space in each page, so that a row that every decision updates stays where it is.
ALTER TABLE "Portfolio" SET (fillfactor = 70);
ALTER TABLE "Position" SET (fillfactor = 70);
ALTER TABLE "ChallengeThreshold" SET (fillfactor = 80);

-- Wrong states can't be stored, whatever writes.
ALTER TABLE "User"
  ADD CONSTRAINT "User_email_lower" CHECK ("email" = lower("email") AND "email" <> ''),
  ADD CONSTRAINT "User_role" CHECK ("role" IN ('TRADER', 'ADMIN')),
  ADD CONSTRAINT "User_ban" CHECK ("bannedAt" IS NOT NULL OR "banReason" IS NULL);
ALTER TABLE "Portfolio"
  ADD CONSTRAINT "Portfolio_kind" CHECK ("kind" IN ('PRACTICE', 'CHALLENGE')),
  ADD CONSTRAINT "Portfolio_market" CHECK ("market" IN ('perpetual', 'spot')),
  ADD CONSTRAINT "Portfolio_marginMode" CHECK ("marginMode" IN ('isolated', 'cross')),
  -- A new portfolio is at 0 until the decision that opens it is written, in the same statement.
  ADD CONSTRAINT "Portfolio_seq" CHECK ("seq" >= 0 AND "epoch" >= 0 AND "liquidations" >= 0),
  ADD CONSTRAINT "Portfolio_lock" CHECK (("lockReason" IS NULL) = ("lockedAt" IS NULL)),
  ADD CONSTRAINT "Portfolio_leverage" CHECK ("defaultLeverage" >= 1),
  -- Holdings of a spot account are bought from the balance; only a perpetual's ledger is all cash.
  ADD CONSTRAINT "Portfolio_ledger" CHECK (
    "market" = 'spot' OR "balance" = "opening" + "adjustments" + "realised" - "fees" - "funding"
  );
ALTER TABLE "PortfolioEvent"
  ADD CONSTRAINT "PortfolioEvent_seq" CHECK ("seq" >= 1),
  -- Without a regular expression, which took as long as the rest of the row.
  ADD CONSTRAINT "PortfolioEvent_hash" CHECK (length("hash") = 64 AND translate("hash", '0123456789abcdef', '') = '');
ALTER TABLE "IdempotencyRecord"
  ADD CONSTRAINT "IdempotencyRecord_range" CHECK ("fromSeq" >= 1 AND "toSeq" >= "fromSeq" - 1);
ALTER TABLE "Order"
  ADD CONSTRAINT "Order_side" CHECK ("side" IN ('buy', 'sell')),
  ADD CONSTRAINT "Order_kind" CHECK ("kind" IN ('market', 'limit', 'stop-market', 'stop-limit',
    'take-profit-market', 'take-profit-limit', 'trailing-stop')),
  ADD CONSTRAINT "Order_timeInForce" CHECK ("timeInForce" IN ('GTC', 'IOC', 'FOK', 'post-only')),
  ADD CONSTRAINT "Order_purpose" CHECK ("purpose" IN ('manual', 'stop', 'target', 'close', 'liquidation',
    'breach', 'reset', 'delisted')),
  ADD CONSTRAINT "Order_quantities" CHECK ("qty" > 0 AND "filled" >= 0 AND "filled" <= "qty"
    AND "filledValue" >= 0 AND "queueAhead" >= 0),
  ADD CONSTRAINT "Order_prices" CHECK ("price" > 0 AND "triggerPrice" >= 0 AND "trailDistance" > 0
    AND "trailActivation" > 0 AND "trailExtreme" > 0),
  ADD CONSTRAINT "Order_trigger" CHECK (("triggerPrice" IS NULL) = ("triggerBy" IS NULL)
    AND "triggerBy" IN ('last', 'mark')),
  ADD CONSTRAINT "Order_lastMatched" CHECK (("lastMatchedAt" IS NULL) = ("lastMatchedSeq" IS NULL)),
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
  ADD CONSTRAINT "Trade_amounts" CHECK ("qty" > 0 AND "price" >= 0 AND "qtyChange" <> 0
    AND ("qtyChange" > 0) = ("side" = 'buy'));
ALTER TABLE "TriggerIndex"
  ADD CONSTRAINT "TriggerIndex_not_empty" CHECK (
    "always" OR "sellTriggerMax" IS NOT NULL OR "buyTriggerMin" IS NOT NULL);
ALTER TABLE "Challenge"
  ADD CONSTRAINT "Challenge_status" CHECK ("status" IN ('RUNNING', 'PASSED', 'FAILED')
    AND ("status" = 'RUNNING') = ("endedAt" IS NULL));
ALTER TABLE "ChallengePhase"
  ADD CONSTRAINT "ChallengePhase_status" CHECK ("status" IN ('RUNNING', 'PASSED', 'FAILED')
    AND ("status" = 'RUNNING') = ("endedAt" IS NULL) AND ("endedAt" IS NULL) = ("endedSeq" IS NULL));
ALTER TABLE "ChallengeThreshold"
  ADD CONSTRAINT "ChallengeThreshold_legs" CHECK (num_nulls("symbols", "qtys", "costs") = 0
    AND cardinality("symbols") = cardinality("qtys") AND cardinality("symbols") = cardinality("costs"));
ALTER TABLE "JournalEntry"
  ADD CONSTRAINT "JournalEntry_side" CHECK ("side" IN ('long', 'short')),
  ADD CONSTRAINT "JournalEntry_reason" CHECK ("exitReason" IN ('manual', 'stop', 'target', 'liquidation', 'breach',
    'reset', 'delisted')),
  ADD CONSTRAINT "JournalEntry_net" CHECK ("net" = "gross" - "fees" - "funding"),
  ADD CONSTRAINT "JournalEntry_risk" CHECK ("risk" > 0),
  ADD CONSTRAINT "JournalEntry_words" CHECK (length("notes") <= 20000 AND cardinality("tags") <= 20
    AND cardinality("mistakes") <= 20 AND "rating" BETWEEN 1 AND 5);
ALTER TABLE "PriceRange"
  ADD CONSTRAINT "PriceRange_range" CHECK ("resolution" IN ('S', 'M') AND "low" > 0 AND "high" >= "low");
ALTER TABLE "PriceJump" ADD CONSTRAINT "PriceJump_side" CHECK ("side" IN ('buy', 'sell'));
ALTER TABLE "FeedGap" ADD CONSTRAINT "FeedGap_range" CHECK ("toAt" > "fromAt");
ALTER TABLE "Payment"
  ADD CONSTRAINT "Payment_amount_check" CHECK ("amount" > 0),
  ADD CONSTRAINT "Payment_status_check"
    CHECK ("status" IN ('pending', 'paid', 'failed', 'abandoned', 'refunded', 'disputed', 'flagged')),
  ADD CONSTRAINT "Payment_paid_check" CHECK ("status" <> 'paid' OR "paidAt" IS NOT NULL);
ALTER TABLE "Grant"
  -- A grant comes from exactly one payment or one named admin action.
  ADD CONSTRAINT "Grant_source_check" CHECK (("paymentId" IS NULL) <> ("auditId" IS NULL)),
  ADD CONSTRAINT "Grant_period_check" CHECK (("startsAt" IS NULL) = ("endsAt" IS NULL) AND "startsAt" < "endsAt");
ALTER TABLE "AuditEntry" ADD CONSTRAINT "AuditEntry_reason_check" CHECK (length(trim("reason")) >= 3);
ALTER TABLE "CmsPage"
  ADD CONSTRAINT "CmsPage_kind_check" CHECK ("kind" IN ('page', 'incident')),
  ADD CONSTRAINT "CmsPage_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "Announcement"
  ADD CONSTRAINT "Announcement_level_check" CHECK ("level" IN ('info', 'warning', 'critical')),
  ADD CONSTRAINT "Announcement_audience_check" CHECK ("audience" IN ('all', 'traders', 'admins')),
  ADD CONSTRAINT "Announcement_period_check" CHECK ("endsAt" IS NULL OR "endsAt" > "startsAt");

-- An email has one account that has verified it, and at most one more that claims it.
CREATE UNIQUE INDEX "User_email_verified_key" ON "User"("email") WHERE "emailVerifiedAt" IS NOT NULL;
CREATE UNIQUE INDEX "User_email_claimed_key" ON "User"("email") WHERE "emailVerifiedAt" IS NULL;
-- One open item for each user, kind and subject; the next occurrence finds it and adds nothing.
CREATE UNIQUE INDEX "ReviewItem_open" ON "ReviewItem"("userId", "kind", "subject") WHERE "resolvedAt" IS NULL;

-- The hot queries, each with its index.
CREATE INDEX "Order_open" ON "Order" ("portfolioId", "acceptedSeq") WHERE "endedAt" IS NULL;
CREATE INDEX "Order_queued" ON "Order" ("acceptedAt") WHERE "status" = 'QUEUED';
CREATE INDEX "Order_expiry" ON "Order" ("expiresAt") WHERE "endedAt" IS NULL AND "expiresAt" IS NOT NULL;
CREATE INDEX "TriggerIndex_sell" ON "TriggerIndex" ("symbol", "sellTriggerMax") INCLUDE ("portfolioId")
  WHERE "sellTriggerMax" IS NOT NULL;
CREATE INDEX "TriggerIndex_buy" ON "TriggerIndex" ("symbol", "buyTriggerMin") INCLUDE ("portfolioId")
  WHERE "buyTriggerMin" IS NOT NULL;
CREATE INDEX "TriggerIndex_always" ON "TriggerIndex" ("symbol") INCLUDE ("portfolioId") WHERE "always";
-- Changes that wait behind a gap of the price path: the sweep asks once a second which portfolios have any.
CREATE INDEX "Portfolio_deferred" ON "Portfolio" ("id") WHERE "deferred" IS NOT NULL;
-- Funding of a portfolio, for the calendar.
CREATE INDEX "PortfolioEvent_funding" ON "PortfolioEvent" ("portfolioId", "at") WHERE "type" = 'funding-settled';
-- What disqualifies a portfolio from a window of the leaderboard: a reset or an adjustment in it.
CREATE INDEX "PortfolioEvent_spoiling" ON "PortfolioEvent" ("at", "portfolioId")
  WHERE "type" IN ('portfolio-reset', 'balance-adjusted');
-- Changes of resting orders within a gap of the feed.
CREATE INDEX "PortfolioEvent_amended" ON "PortfolioEvent" ("at", "portfolioId") WHERE "type" = 'order-amended';
-- Flows are rare: sums over them read nothing else.
CREATE INDEX "EquitySnapshot_flow" ON "EquitySnapshot" ("portfolioId", "at") INCLUDE ("flow") WHERE "flow" <> 0;
