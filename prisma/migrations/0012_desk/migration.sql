-- AlterTable
ALTER TABLE "Portfolio" ADD COLUMN "archivedAt" TIMESTAMPTZ(3);

-- Open orders of pairs, for the sweep that cancels what is left of one.
CREATE INDEX "Order_pair" ON "Order" ("portfolioId", "clientOrderId")
  WHERE "endedAt" IS NULL AND "clientOrderId" LIKE 'oco:%';
