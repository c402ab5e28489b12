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

-- AddForeignKey
ALTER TABLE "ChaseOrder" ADD CONSTRAINT "ChaseOrder_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Those that the sweep looks for.
CREATE INDEX "ChaseOrder_active" ON "ChaseOrder" ("startsAt") WHERE "status" = 'active';
