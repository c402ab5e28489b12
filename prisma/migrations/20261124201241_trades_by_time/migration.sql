-- CreateIndex
CREATE INDEX "Trade_at_idx" ON "Trade" USING BRIN ("at");
