-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "cancelNote" TEXT,
ADD COLUMN     "cancelReason" TEXT,
ADD COLUMN     "cancelledAt" TIMESTAMPTZ(3);

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

-- CreateIndex
CREATE INDEX "AuditOrigin_isTruncated_at_idx" ON "AuditOrigin"("isTruncated", "at");

-- CreateIndex
CREATE INDEX "ErrorReport_lastAt_idx" ON "ErrorReport"("lastAt" DESC);

-- CreateIndex
CREATE INDEX "SlowJob_startedAt_idx" ON "SlowJob"("startedAt" DESC);

-- CreateIndex
CREATE INDEX "FeatureFlagUser_userId_idx" ON "FeatureFlagUser"("userId");

-- AddForeignKey
ALTER TABLE "AuditOrigin" ADD CONSTRAINT "AuditOrigin_auditId_fkey" FOREIGN KEY ("auditId") REFERENCES "AuditEntry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FeatureFlagUser" ADD CONSTRAINT "FeatureFlagUser_name_fkey" FOREIGN KEY ("name") REFERENCES "FeatureFlag"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FeatureFlagUser" ADD CONSTRAINT "FeatureFlagUser_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "FeatureFlag" ADD CONSTRAINT "FeatureFlag_percent" CHECK ("percent" BETWEEN 0 AND 100);

ALTER TABLE "Subscription" ADD CONSTRAINT "Subscription_cancelReason" CHECK ("cancelReason" IN
  ('too-expensive', 'not-used', 'missing-feature', 'problems', 'other'));

ALTER TABLE "QueuedMail" DROP CONSTRAINT "QueuedMail_kind",
  ADD CONSTRAINT "QueuedMail_kind" CHECK ("kind" IN ('payment', 'renewal', 'challenge-started', 'challenge-passed',
    'challenge-failed', 'limit-warned', 'account-locked', 'account-unlocked', 'new-device', 'weekly-review'));
