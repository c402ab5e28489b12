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
CREATE TABLE "CandleFile" (
    "venue" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CandleFile_pkey" PRIMARY KEY ("venue","symbol","period")
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
CREATE TABLE "DeskSettings" (
    "userId" TEXT NOT NULL,
    "indicators" JSONB,
    "templates" JSONB,
    "watchlist" JSONB,
    "chart" JSONB,
    "charts" JSONB,
    "panels" JSONB,
    "layouts" JSONB,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DeskSettings_pkey" PRIMARY KEY ("userId")
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
CREATE TABLE "DayNote" (
    "userId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DayNote_pkey" PRIMARY KEY ("userId","day")
);

-- CreateTable
CREATE TABLE "CoachLink" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CoachLink_pkey" PRIMARY KEY ("userId","id")
);

-- CreateTable
CREATE TABLE "CoachComment" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "linkId" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "entryId" TEXT,
    "day" TEXT,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CoachComment_pkey" PRIMARY KEY ("userId","id")
);

-- CreateTable
CREATE TABLE "Playbook" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "rules" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Playbook_pkey" PRIMARY KEY ("userId","id")
);

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
CREATE TABLE "QueuedMail" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "claimedTill" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "QueuedMail_pkey" PRIMARY KEY ("userId","id")
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

-- CreateTable
CREATE TABLE "ProviderLogin" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "linkedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProviderLogin_pkey" PRIMARY KEY ("provider","subject")
);

-- CreateTable
CREATE TABLE "Rulebook" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rules" JSON NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Rulebook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Passkey" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignIn" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "method" TEXT NOT NULL,
    "clientIp" TEXT NOT NULL,
    "userAgent" TEXT NOT NULL,

    CONSTRAINT "SignIn_pkey" PRIMARY KEY ("userId","id")
);

-- CreateTable
CREATE TABLE "Consent" (
    "userId" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Consent_pkey" PRIMARY KEY ("userId","document","version")
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
    "hedge" JSON,
    "consumed" JSON NOT NULL,
    "liquidations" INTEGER NOT NULL,
    "challenge" JSON,
    "deferred" JSON,
    "limits" JSON,
    "headHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "archivedAt" TIMESTAMPTZ(3),

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
    "isByProgram" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("portfolioId","clientOrderId")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "portfolioId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret" TEXT,
    "publicKey" TEXT,
    "canTrade" BOOLEAN NOT NULL,
    "ips" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "disconnectSeconds" INTEGER,
    "connectedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("portfolioId","key")
);

-- CreateTable
CREATE TABLE "OrderLink" (
    "portfolioId" TEXT NOT NULL,
    "clientOrderId" TEXT NOT NULL,
    "orderLinkId" TEXT NOT NULL,
    "reservedAt" TIMESTAMPTZ(3) NOT NULL,
    "releasedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OrderLink_pkey" PRIMARY KEY ("portfolioId","clientOrderId")
);

-- CreateTable
CREATE TABLE "ChaseOrder" (
    "portfolioId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "qty" DECIMAL(38,18) NOT NULL,
    "reduceOnly" BOOLEAN NOT NULL,
    "leverage" DECIMAL(38,18),
    "distance" DECIMAL(38,18) NOT NULL,
    "limitPrice" DECIMAL(38,18) NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ChaseOrder_pkey" PRIMARY KEY ("portfolioId","id")
);

-- CreateTable
CREATE TABLE "TwapOrder" (
    "portfolioId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "qty" DECIMAL(38,18) NOT NULL,
    "reduceOnly" BOOLEAN NOT NULL,
    "leverage" DECIMAL(38,18),
    "count" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "TwapOrder_pkey" PRIMARY KEY ("portfolioId","id")
);

-- CreateTable
CREATE TABLE "AlertHook" (
    "portfolioId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AlertHook_pkey" PRIMARY KEY ("portfolioId","id")
);

-- CreateTable
CREATE TABLE "AlertHookCall" (
    "portfolioId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "hookId" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" TEXT,
    "message" TEXT NOT NULL,
    "orderId" TEXT,

    CONSTRAINT "AlertHookCall_pkey" PRIMARY KEY ("portfolioId","id")
);

-- CreateTable
CREATE TABLE "Webhook" (
    "portfolioId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "topics" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "afterSeq" INTEGER NOT NULL,

    CONSTRAINT "Webhook_pkey" PRIMARY KEY ("portfolioId","id")
);

-- CreateTable
CREATE TABLE "WebhookMessage" (
    "portfolioId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "sends" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookMessage_pkey" PRIMARY KEY ("portfolioId","id")
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
    "sideIndex" SMALLINT NOT NULL DEFAULT 0,
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

    CONSTRAINT "Position_pkey" PRIMARY KEY ("portfolioId","symbol","sideIndex")
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
    "cancelReason" TEXT,
    "cancelNote" TEXT,
    "cancelledAt" TIMESTAMPTZ(3),
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
CREATE TABLE "Screenshot" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "entryId" TEXT,
    "day" TEXT,
    "content" BYTEA,
    "size" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Screenshot_pkey" PRIMARY KEY ("userId","id")
);

-- CreateTable
CREATE TABLE "ShareLink" (
    "userId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ShareLink_pkey" PRIMARY KEY ("userId","subject")
);

-- CreateTable
CREATE TABLE "OfferedPlan" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "summary" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "isOffered" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OfferedPlan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditOrigin" (
    "auditId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "clientIp" TEXT NOT NULL,
    "agent" TEXT,
    "isTruncated" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "AuditOrigin_pkey" PRIMARY KEY ("auditId")
);

-- CreateTable
CREATE TABLE "ErrorReport" (
    "event" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "stack" TEXT,
    "count" INTEGER NOT NULL,
    "firstAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ErrorReport_pkey" PRIMARY KEY ("event","route")
);

-- CreateTable
CREATE TABLE "SlowJob" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "durationMs" INTEGER NOT NULL,

    CONSTRAINT "SlowJob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FeatureFlag" (
    "name" TEXT NOT NULL,
    "percent" INTEGER NOT NULL,

    CONSTRAINT "FeatureFlag_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "FeatureFlagUser" (
    "name" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    CONSTRAINT "FeatureFlagUser_pkey" PRIMARY KEY ("name","userId")
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
    "halfBelow" DOUBLE PRECISION,
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
    "stretches" JSON,
    "exitReason" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3) NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "mistakes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "setup" TEXT,
    "rulesKept" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "rulesBroken" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "rating" INTEGER,
    "moodBefore" INTEGER,
    "moodAfter" INTEGER,

    CONSTRAINT "JournalEntry_pkey" PRIMARY KEY ("portfolioId","roundTripId")
);

-- CreateTable
CREATE TABLE "TradeImport" (
    "portfolioId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "bytesRead" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "ignored" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "trades" INTEGER NOT NULL DEFAULT 0,
    "openPositions" INTEGER NOT NULL DEFAULT 0,
    "otherFees" JSON NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TradeImport_pkey" PRIMARY KEY ("portfolioId","id")
);

-- CreateTable
CREATE TABLE "ImportedRow" (
    "portfolioId" TEXT NOT NULL,
    "importId" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "number" SERIAL NOT NULL,
    "symbol" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "position" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "isUnique" BOOLEAN NOT NULL,
    "occurrence" INTEGER NOT NULL DEFAULT 1,
    "isUsed" BOOLEAN NOT NULL DEFAULT false,
    "body" TEXT NOT NULL,

    CONSTRAINT "ImportedRow_pkey" PRIMARY KEY ("portfolioId","importId","line")
);

-- CreateTable
CREATE TABLE "ImportReject" (
    "portfolioId" TEXT NOT NULL,
    "importId" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "ImportReject_pkey" PRIMARY KEY ("portfolioId","importId","line")
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

-- CreateTable
CREATE TABLE "Competition" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT,
    "opening" DECIMAL(38,18) NOT NULL,
    "symbols" TEXT[],
    "maxDrawdown" DECIMAL(10,8),
    "minTrades" INTEGER NOT NULL,
    "maxEntries" INTEGER NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "entryUntil" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Competition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CompetitionEntry" (
    "competitionId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "joinedAt" TIMESTAMPTZ(3) NOT NULL,
    "peak" DOUBLE PRECISION NOT NULL,
    "drawdown" DOUBLE PRECISION NOT NULL,
    "rank" INTEGER,
    "equity" DECIMAL(38,18),
    "change" DOUBLE PRECISION,
    "trades" INTEGER,
    "exclusion" TEXT,
    "headSeq" INTEGER,
    "headHash" TEXT,

    CONSTRAINT "CompetitionEntry_pkey" PRIMARY KEY ("competitionId","userId")
);

-- CreateIndex
CREATE UNIQUE INDEX "CoachLink_tokenHash_key" ON "CoachLink"("tokenHash");

-- CreateIndex
CREATE INDEX "CoachComment_userId_entryId_idx" ON "CoachComment"("userId", "entryId");

-- CreateIndex
CREATE INDEX "CoachComment_userId_day_idx" ON "CoachComment"("userId", "day");

-- CreateIndex
CREATE UNIQUE INDEX "Playbook_userId_name_key" ON "Playbook"("userId", "name");

-- CreateIndex
CREATE INDEX "Notification_userId_createdAt_idx" ON "Notification"("userId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "QueuedMail_createdAt_idx" ON "QueuedMail"("createdAt");

-- CreateIndex
CREATE INDEX "PushSubscription_id_idx" ON "PushSubscription"("id");

-- CreateIndex
CREATE INDEX "ProviderLogin_userId_idx" ON "ProviderLogin"("userId");

-- CreateIndex
CREATE INDEX "Rulebook_userId_idx" ON "Rulebook"("userId");

-- CreateIndex
CREATE INDEX "Passkey_userId_idx" ON "Passkey"("userId");

-- CreateIndex
CREATE INDEX "SignIn_userId_at_idx" ON "SignIn"("userId", "at");

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
CREATE INDEX "ApiKey_key_idx" ON "ApiKey"("key");

-- CreateIndex
CREATE INDEX "ApiKey_userId_idx" ON "ApiKey"("userId");

-- CreateIndex
CREATE INDEX "OrderLink_portfolioId_orderLinkId_idx" ON "OrderLink"("portfolioId", "orderLinkId");

-- CreateIndex
CREATE INDEX "AlertHook_tokenHash_idx" ON "AlertHook"("tokenHash");

-- CreateIndex
CREATE INDEX "AlertHook_userId_idx" ON "AlertHook"("userId");

-- CreateIndex
CREATE INDEX "AlertHookCall_portfolioId_receivedAt_idx" ON "AlertHookCall"("portfolioId", "receivedAt");

-- CreateIndex
CREATE INDEX "Webhook_userId_idx" ON "Webhook"("userId");

-- CreateIndex
CREATE INDEX "WebhookMessage_portfolioId_webhookId_idx" ON "WebhookMessage"("portfolioId", "webhookId");

-- CreateIndex
CREATE INDEX "WebhookMessage_status_sentAt_idx" ON "WebhookMessage"("status", "sentAt");

-- CreateIndex
CREATE INDEX "WebhookMessage_endedAt_idx" ON "WebhookMessage"("endedAt");

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
CREATE INDEX "Screenshot_userId_entryId_idx" ON "Screenshot"("userId", "entryId");

-- CreateIndex
CREATE INDEX "Screenshot_userId_day_idx" ON "Screenshot"("userId", "day");

-- CreateIndex
CREATE UNIQUE INDEX "ShareLink_id_key" ON "ShareLink"("id");

-- CreateIndex
CREATE INDEX "AuditOrigin_isTruncated_at_idx" ON "AuditOrigin"("isTruncated", "at");

-- CreateIndex
CREATE INDEX "ErrorReport_lastAt_idx" ON "ErrorReport"("lastAt" DESC);

-- CreateIndex
CREATE INDEX "SlowJob_startedAt_idx" ON "SlowJob"("startedAt" DESC);

-- CreateIndex
CREATE INDEX "FeatureFlagUser_userId_idx" ON "FeatureFlagUser"("userId");

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
CREATE INDEX "ChallengePhase_startedAt_idx" ON "ChallengePhase"("startedAt");

-- CreateIndex
CREATE INDEX "ChallengePhase_endedAt_idx" ON "ChallengePhase"("endedAt");

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

-- CreateIndex
CREATE INDEX "TradeImport_userId_createdAt_idx" ON "TradeImport"("userId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "TradeImport_id_idx" ON "TradeImport"("id");

-- CreateIndex
CREATE INDEX "ImportedRow_portfolioId_symbol_at_position_idx" ON "ImportedRow"("portfolioId", "symbol", "at", "position");

-- CreateIndex
CREATE INDEX "ImportedRow_portfolioId_key_occurrence_idx" ON "ImportedRow"("portfolioId", "key", "occurrence");

-- CreateIndex
CREATE INDEX "ImportedRow_portfolioId_number_idx" ON "ImportedRow"("portfolioId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Competition_code_key" ON "Competition"("code");

-- CreateIndex
CREATE INDEX "Competition_status_startsAt_idx" ON "Competition"("status", "startsAt");

-- CreateIndex
CREATE INDEX "Competition_ownerId_idx" ON "Competition"("ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "CompetitionEntry_portfolioId_key" ON "CompetitionEntry"("portfolioId");

-- CreateIndex
CREATE INDEX "CompetitionEntry_userId_idx" ON "CompetitionEntry"("userId");

-- AddForeignKey
ALTER TABLE "DeskSettings" ADD CONSTRAINT "DeskSettings_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChartDrawings" ADD CONSTRAINT "ChartDrawings_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DayNote" ADD CONSTRAINT "DayNote_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CoachLink" ADD CONSTRAINT "CoachLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CoachComment" ADD CONSTRAINT "CoachComment_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Playbook" ADD CONSTRAINT "Playbook_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Alert" ADD CONSTRAINT "Alert_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueuedMail" ADD CONSTRAINT "QueuedMail_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PushSubscription" ADD CONSTRAINT "PushSubscription_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProviderLogin" ADD CONSTRAINT "ProviderLogin_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rulebook" ADD CONSTRAINT "Rulebook_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Passkey" ADD CONSTRAINT "Passkey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignIn" ADD CONSTRAINT "SignIn_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Consent" ADD CONSTRAINT "Consent_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

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
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderLink" ADD CONSTRAINT "OrderLink_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChaseOrder" ADD CONSTRAINT "ChaseOrder_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TwapOrder" ADD CONSTRAINT "TwapOrder_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AlertHook" ADD CONSTRAINT "AlertHook_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AlertHookCall" ADD CONSTRAINT "AlertHookCall_portfolioId_hookId_fkey" FOREIGN KEY ("portfolioId", "hookId") REFERENCES "AlertHook"("portfolioId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Webhook" ADD CONSTRAINT "Webhook_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookMessage" ADD CONSTRAINT "WebhookMessage_portfolioId_webhookId_fkey" FOREIGN KEY ("portfolioId", "webhookId") REFERENCES "Webhook"("portfolioId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

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
ALTER TABLE "Screenshot" ADD CONSTRAINT "Screenshot_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShareLink" ADD CONSTRAINT "ShareLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditOrigin" ADD CONSTRAINT "AuditOrigin_auditId_fkey" FOREIGN KEY ("auditId") REFERENCES "AuditEntry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FeatureFlagUser" ADD CONSTRAINT "FeatureFlagUser_name_fkey" FOREIGN KEY ("name") REFERENCES "FeatureFlag"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FeatureFlagUser" ADD CONSTRAINT "FeatureFlagUser_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

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

-- AddForeignKey
ALTER TABLE "TradeImport" ADD CONSTRAINT "TradeImport_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TradeImport" ADD CONSTRAINT "TradeImport_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedRow" ADD CONSTRAINT "ImportedRow_portfolioId_importId_fkey" FOREIGN KEY ("portfolioId", "importId") REFERENCES "TradeImport"("portfolioId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportReject" ADD CONSTRAINT "ImportReject_portfolioId_importId_fkey" FOREIGN KEY ("portfolioId", "importId") REFERENCES "TradeImport"("portfolioId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Competition" ADD CONSTRAINT "Competition_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CompetitionEntry" ADD CONSTRAINT "CompetitionEntry_competitionId_fkey" FOREIGN KEY ("competitionId") REFERENCES "Competition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CompetitionEntry" ADD CONSTRAINT "CompetitionEntry_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

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
-- Every row of an import is marked as used after it was read: with room in its page, no index changes.
ALTER TABLE "ImportedRow" SET (fillfactor = 50);

-- Wrong states can't be stored, whatever writes.
ALTER TABLE "User"
  ADD CONSTRAINT "User_email_lower" CHECK ("email" = lower("email") AND "email" <> ''),
  ADD CONSTRAINT "User_role" CHECK ("role" IN ('TRADER', 'ADMIN')),
  ADD CONSTRAINT "User_ban" CHECK ("bannedAt" IS NOT NULL OR "banReason" IS NULL);
ALTER TABLE "Portfolio"
  ADD CONSTRAINT "Portfolio_kind" CHECK ("kind" IN ('PRACTICE', 'CHALLENGE', 'IMPORTED')),
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
  -- The index of a side says which of the two it is.
  ADD CONSTRAINT "Position_sideIndex_check" CHECK (
    "sideIndex" = 0 OR ("sideIndex" = 1 AND "qty" > 0) OR ("sideIndex" = 2 AND "qty" < 0)),
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
ALTER TABLE "FeatureFlag" ADD CONSTRAINT "FeatureFlag_percent" CHECK ("percent" BETWEEN 0 AND 100);
ALTER TABLE "Subscription" ADD CONSTRAINT "Subscription_cancelReason" CHECK ("cancelReason" IN
  ('too-expensive', 'not-used', 'missing-feature', 'problems', 'other'));
ALTER TABLE "Alert"
  ADD CONSTRAINT "Alert_kind_check"
    CHECK ("kind" IN ('price', 'move', 'indicator', 'liquidation', 'headroom', 'funding', 'fill')),
  ADD CONSTRAINT "Alert_status_check" CHECK ("status" IN ('active', 'paused', 'fired', 'expired')),
  ADD CONSTRAINT "Alert_triggers_check"
    CHECK (("riseAt" IS NULL AND "fallAt" IS NULL) OR ("kind" = 'price' AND "status" = 'active' AND "rearmAt" IS NULL));
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_proof" CHECK (("secret" IS NULL) <> ("publicKey" IS NULL));
ALTER TABLE "TradeImport"
  ADD CONSTRAINT "TradeImport_status" CHECK ("status" IN ('reading', 'done'));
ALTER TABLE "QueuedMail"
  ADD CONSTRAINT "QueuedMail_kind" CHECK ("kind" IN ('payment', 'renewal', 'challenge-started', 'challenge-passed',
    'challenge-failed', 'limit-warned', 'account-locked', 'account-unlocked', 'new-device', 'weekly-review'));
ALTER TABLE "Screenshot" ADD CONSTRAINT "Screenshot_of_one" CHECK (("entryId" IS NULL) <> ("day" IS NULL));
ALTER TABLE "Consent" ADD CONSTRAINT "Consent_document_check" CHECK ("document" IN ('terms', 'privacy'));
ALTER TABLE "Announcement"
  ADD CONSTRAINT "Announcement_level_check" CHECK ("level" IN ('info', 'warning', 'critical')),
  ADD CONSTRAINT "Announcement_audience_check" CHECK ("audience" IN ('all', 'traders', 'admins')),
  ADD CONSTRAINT "Announcement_period_check" CHECK ("endsAt" IS NULL OR "endsAt" > "startsAt");

-- An email has one account that has verified it, and at most one more that claims it.
CREATE UNIQUE INDEX "User_email_verified_key" ON "User"("email") WHERE "emailVerifiedAt" IS NOT NULL;
CREATE UNIQUE INDEX "User_email_claimed_key" ON "User"("email") WHERE "emailVerifiedAt" IS NULL;
-- One open item for each user, kind and subject; the next occurrence finds it and adds nothing.
CREATE UNIQUE INDEX "ReviewItem_open" ON "ReviewItem"("userId", "kind", "subject") WHERE "resolvedAt" IS NULL;
-- One open use of an id: two orders at the same time can't both reserve it.
CREATE UNIQUE INDEX "OrderLink_reserved" ON "OrderLink"("portfolioId", "orderLinkId") WHERE "releasedAt" IS NULL;

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
-- The limits of a week that were nearly or wholly used, for its review.
CREATE INDEX "PortfolioEvent_limits" ON "PortfolioEvent" ("portfolioId", "at")
  WHERE "type" IN ('headroom-warned', 'trading-paused', 'challenge-breached', 'limit-locked');
-- Price alerts by level, as the orders' triggers: read at every publication.
CREATE INDEX "Alert_rise" ON "Alert" ("symbol", "riseAt") INCLUDE ("userId", "id") WHERE "riseAt" IS NOT NULL;
CREATE INDEX "Alert_fall" ON "Alert" ("symbol", "fallAt") INCLUDE ("userId", "id") WHERE "fallAt" IS NOT NULL;
-- Alerts that are evaluated once a second or at a candle's close.
CREATE INDEX "Alert_swept" ON "Alert" ("kind", "symbol") WHERE "status" = 'active' AND "kind" <> 'price';
CREATE INDEX "Alert_portfolio" ON "Alert" ("portfolioId") WHERE "portfolioId" IS NOT NULL;
CREATE INDEX "Alert_rearm" ON "Alert" ("rearmAt") WHERE "rearmAt" IS NOT NULL;
CREATE INDEX "Alert_expiry" ON "Alert" ("expiresAt") WHERE "status" = 'active' AND "expiresAt" IS NOT NULL;
-- What deliveries and sweeps look for.
CREATE INDEX "Notification_pending" ON "Notification" ("createdAt") WHERE "deliveredAt" IS NULL;
CREATE INDEX "QueuedMail_pending" ON "QueuedMail" ("createdAt") WHERE "doneAt" IS NULL;
CREATE INDEX "User_weekly_review" ON "User" ("timeZone") WHERE "preferences" -> 'mails' ->> 'weekly' = 'true';
CREATE INDEX "Portfolio_limit_lock" ON "Portfolio" ((("limits" -> 'lock' ->> 'untilMs')::float8)) WHERE "limits" IS NOT NULL;
CREATE INDEX "TwapOrder_due" ON "TwapOrder" ("nextAt") WHERE "status" = 'active';
CREATE INDEX "ChaseOrder_active" ON "ChaseOrder" ("startsAt") WHERE "status" = 'active';
CREATE INDEX "ApiKey_connectedAt_idx" ON "ApiKey"("connectedAt") WHERE "connectedAt" IS NOT NULL;
