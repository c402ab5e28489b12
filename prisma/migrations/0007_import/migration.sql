-- CreateTable
CREATE TABLE "TradeImport" (
    "portfolioId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "bytesRead" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "ignored" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "trades" INTEGER NOT NULL DEFAULT 0,
    "openPositions" INTEGER NOT NULL DEFAULT 0,
    "otherFees" JSON NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TradeImport_pkey" PRIMARY KEY ("portfolioId","id")
);

-- CreateTable
CREATE TABLE "ImportedRow" (
    "portfolioId" TEXT NOT NULL,
    "importId" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "number" SERIAL NOT NULL,
    "symbol" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "position" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "isUnique" BOOLEAN NOT NULL,
    "occurrence" INTEGER NOT NULL DEFAULT 1,
    "isUsed" BOOLEAN NOT NULL DEFAULT false,
    "body" TEXT NOT NULL,

    CONSTRAINT "ImportedRow_pkey" PRIMARY KEY ("portfolioId","importId","line")
);

-- CreateTable
CREATE TABLE "ImportReject" (
    "portfolioId" TEXT NOT NULL,
    "importId" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "ImportReject_pkey" PRIMARY KEY ("portfolioId","importId","line")
);

-- CreateIndex
CREATE INDEX "TradeImport_userId_createdAt_idx" ON "TradeImport"("userId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "TradeImport_id_idx" ON "TradeImport"("id");

-- CreateIndex
CREATE INDEX "ImportedRow_portfolioId_symbol_at_position_idx" ON "ImportedRow"("portfolioId", "symbol", "at", "position");

-- CreateIndex
CREATE INDEX "ImportedRow_portfolioId_key_occurrence_idx" ON "ImportedRow"("portfolioId", "key", "occurrence");

-- CreateIndex
CREATE INDEX "ImportedRow_portfolioId_number_idx" ON "ImportedRow"("portfolioId", "number");

-- AddForeignKey
ALTER TABLE "TradeImport" ADD CONSTRAINT "TradeImport_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TradeImport" ADD CONSTRAINT "TradeImport_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedRow" ADD CONSTRAINT "ImportedRow_portfolioId_importId_fkey" FOREIGN KEY ("portfolioId", "importId") REFERENCES "TradeImport"("portfolioId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportReject" ADD CONSTRAINT "ImportReject_portfolioId_importId_fkey" FOREIGN KEY ("portfolioId", "importId") REFERENCES "TradeImport"("portfolioId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Real trades of a file are a kind of their own.
ALTER TABLE "Portfolio" DROP CONSTRAINT "Portfolio_kind",
  ADD CONSTRAINT "Portfolio_kind" CHECK ("kind" IN ('PRACTICE', 'CHALLENGE', 'IMPORTED'));
ALTER TABLE "TradeImport"
  ADD CONSTRAINT "TradeImport_status" CHECK ("status" IN ('reading', 'done'));
