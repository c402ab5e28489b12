-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "refunds" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Challenge" ADD COLUMN     "voidedAt" TIMESTAMPTZ(3);
