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

-- AddForeignKey
ALTER TABLE "TwapOrder" ADD CONSTRAINT "TwapOrder_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Those that the sweep looks for.
CREATE INDEX "TwapOrder_due" ON "TwapOrder" ("nextAt") WHERE "status" = 'active';
