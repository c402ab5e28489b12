-- Seconds in which the mark price of a symbol moved further than usual: the seconds themselves are kept for hours only.
CREATE TABLE "PriceJump" (
    "symbol" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "side" TEXT NOT NULL,

    CONSTRAINT "PriceJump_pkey" PRIMARY KEY ("symbol","at","side")
);
ALTER TABLE "PriceJump" ADD CONSTRAINT "PriceJump_side" CHECK ("side" IN ('buy', 'sell'));

-- CreateIndex
CREATE INDEX "PriceJump_at_idx" ON "PriceJump"("at");

-- CreateIndex
CREATE INDEX "Order_endedAt_idx" ON "Order" USING BRIN ("endedAt");

-- Changes of resting orders within a gap of the feed.
CREATE INDEX "PortfolioEvent_amended" ON "PortfolioEvent" ("at", "portfolioId") WHERE "type" = 'order-amended';
