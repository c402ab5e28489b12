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

-- AddForeignKey
ALTER TABLE "AlertHook" ADD CONSTRAINT "AlertHook_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AlertHookCall" ADD CONSTRAINT "AlertHookCall_portfolioId_hookId_fkey" FOREIGN KEY ("portfolioId", "hookId") REFERENCES "AlertHook"("portfolioId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Webhook" ADD CONSTRAINT "Webhook_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookMessage" ADD CONSTRAINT "WebhookMessage_portfolioId_webhookId_fkey" FOREIGN KEY ("portfolioId", "webhookId") REFERENCES "Webhook"("portfolioId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
