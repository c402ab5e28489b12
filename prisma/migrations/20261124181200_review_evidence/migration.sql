-- CreateTable
CREATE TABLE "OrderReaction" (
    "portfolioId" TEXT NOT NULL,
    "clientOrderId" TEXT NOT NULL,
    "ageMs" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OrderReaction_pkey" PRIMARY KEY ("portfolioId","clientOrderId")
);

-- CreateTable
CREATE TABLE "FeedHole" (
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "toAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FeedHole_pkey" PRIMARY KEY ("fromAt")
);

-- CreateIndex
CREATE INDEX "OrderReaction_at_idx" ON "OrderReaction" USING BRIN ("at");

-- CreateIndex
CREATE INDEX "Order_acceptedAt_idx" ON "Order" USING BRIN ("acceptedAt");

-- A hole begins before it ends.
ALTER TABLE "FeedHole" ADD CONSTRAINT "FeedHole_range" CHECK ("toAt" > "fromAt");
