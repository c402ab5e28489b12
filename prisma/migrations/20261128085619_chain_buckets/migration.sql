-- CreateTable
CREATE TABLE "ChainBucket" (
    "day" DATE NOT NULL,
    "index" INTEGER NOT NULL,
    "firstPortfolioId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "ChainBucket_pkey" PRIMARY KEY ("day","index")
);

-- Anchors are public and append-only, and so is the tree behind them.
CREATE TRIGGER "ChainBucket_append_only" BEFORE UPDATE OR DELETE ON "ChainBucket"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ChainBucket_no_truncate" BEFORE TRUNCATE ON "ChainBucket"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
