-- Alerts, their notifications and the browsers that receive push messages.

-- CreateTable
CREATE TABLE "Alert" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "symbol" TEXT,
    "portfolioId" TEXT,
    "condition" JSONB NOT NULL,
    "level" DECIMAL(38,18),
    "side" TEXT,
    "riseAt" DECIMAL(38,18),
    "fallAt" DECIMAL(38,18),
    "isMet" BOOLEAN NOT NULL DEFAULT false,
    "afterAt" TIMESTAMPTZ(3) NOT NULL,
    "afterSeq" INTEGER,
    "rearmAt" TIMESTAMPTZ(3),
    "isRepeating" BOOLEAN NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "byPush" BOOLEAN NOT NULL,
    "byMail" BOOLEAN NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "fired" INTEGER NOT NULL DEFAULT 0,
    "firedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Alert_pkey" PRIMARY KEY ("userId","id")
);

-- CreateTable
CREATE TABLE "Notification" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "alertId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "symbol" TEXT,
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "firedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),
    "byPush" BOOLEAN NOT NULL,
    "byMail" BOOLEAN NOT NULL,
    "announcedAt" TIMESTAMPTZ(3),
    "pushedAt" TIMESTAMPTZ(3),
    "pushedTo" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "mailedAt" TIMESTAMPTZ(3),
    "deliveredAt" TIMESTAMPTZ(3),
    "claimedTill" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("userId","id")
);

-- CreateTable
CREATE TABLE "PushSubscription" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "p256dh" TEXT NOT NULL,
    "auth" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PushSubscription_pkey" PRIMARY KEY ("userId","id")
);

-- CreateIndex
CREATE INDEX "Notification_userId_createdAt_idx" ON "Notification"("userId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "PushSubscription_id_idx" ON "PushSubscription"("id");

-- AddForeignKey
ALTER TABLE "Alert" ADD CONSTRAINT "Alert_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PushSubscription" ADD CONSTRAINT "PushSubscription_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a schema file can't say.
ALTER TABLE "Alert"
  ADD CONSTRAINT "Alert_kind_check"
    CHECK ("kind" IN ('price', 'move', 'indicator', 'liquidation', 'headroom', 'funding', 'fill')),
  ADD CONSTRAINT "Alert_status_check" CHECK ("status" IN ('active', 'paused', 'fired', 'expired')),
  ADD CONSTRAINT "Alert_triggers_check"
    CHECK (("riseAt" IS NULL AND "fallAt" IS NULL) OR ("kind" = 'price' AND "status" = 'active' AND "rearmAt" IS NULL));

-- Price alerts by level, as the orders' triggers: read at every publication.
CREATE INDEX "Alert_rise" ON "Alert" ("symbol", "riseAt") INCLUDE ("userId", "id") WHERE "riseAt" IS NOT NULL;
CREATE INDEX "Alert_fall" ON "Alert" ("symbol", "fallAt") INCLUDE ("userId", "id") WHERE "fallAt" IS NOT NULL;
-- What is evaluated once a second or at a candle's close.
CREATE INDEX "Alert_swept" ON "Alert" ("kind", "symbol") WHERE "status" = 'active' AND "kind" <> 'price';
CREATE INDEX "Alert_portfolio" ON "Alert" ("portfolioId") WHERE "portfolioId" IS NOT NULL;
CREATE INDEX "Alert_rearm" ON "Alert" ("rearmAt") WHERE "rearmAt" IS NOT NULL;
CREATE INDEX "Alert_expiry" ON "Alert" ("expiresAt") WHERE "status" = 'active' AND "expiresAt" IS NOT NULL;
CREATE INDEX "Notification_pending" ON "Notification" ("createdAt") WHERE "deliveredAt" IS NULL;
