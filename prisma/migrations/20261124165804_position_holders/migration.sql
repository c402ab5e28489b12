-- DropIndex
DROP INDEX "Position_symbol_idx";

-- CreateIndex
CREATE INDEX "Position_symbol_portfolioId_idx" ON "Position"("symbol", "portfolioId");
