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

    CONSTRAINT "Payment_pkey" PRIMARY KEY ("id")
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

-- CreateIndex
CREATE UNIQUE INDEX "Payment_reference_key" ON "Payment"("reference");

-- CreateIndex
CREATE INDEX "Payment_userId_createdAt_idx" ON "Payment"("userId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "Payment_status_createdAt_idx" ON "Payment"("status", "createdAt");

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

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "Payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Payment" ADD CONSTRAINT "Payment_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id");
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_amount_check" CHECK ("amount" > 0);
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_status_check"
  CHECK ("status" IN ('pending', 'paid', 'failed', 'abandoned', 'refunded', 'disputed', 'flagged'));
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_paid_check" CHECK ("status" <> 'paid' OR "paidAt" IS NOT NULL);
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id");
-- A grant comes from exactly one payment or one named admin action.
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_source_check" CHECK (("paymentId" IS NULL) <> ("auditId" IS NULL));
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_period_check" CHECK (("startsAt" IS NULL) = ("endsAt" IS NULL) AND "startsAt" < "endsAt");
