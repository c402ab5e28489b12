-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN     "connectedAt" TIMESTAMPTZ(3),
ADD COLUMN     "disconnectSeconds" INTEGER;

-- The sweep looks for those that were connected and are not any more.
CREATE INDEX "ApiKey_connectedAt_idx" ON "ApiKey"("connectedAt") WHERE "connectedAt" IS NOT NULL;
