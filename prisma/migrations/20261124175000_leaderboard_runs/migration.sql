-- Runs are written beside the one that is shown, and shown when they are whole.
CREATE TABLE "LeaderboardRun" (
    "id" INTEGER NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LeaderboardRun_pkey" PRIMARY KEY ("id")
);

-- AlterTable
TRUNCATE "LeaderboardEntry";
ALTER TABLE "LeaderboardEntry" DROP CONSTRAINT "LeaderboardEntry_pkey",
ADD COLUMN     "run" INTEGER NOT NULL,
ADD CONSTRAINT "LeaderboardEntry_pkey" PRIMARY KEY ("run", "window", "userId");

-- What spoils a window: a portfolio that was begun anew or given money in it.
CREATE INDEX "PortfolioEvent_spoiling" ON "PortfolioEvent" ("at", "portfolioId")
  WHERE "type" IN ('portfolio-reset', 'balance-adjusted');
CREATE INDEX "JournalEntry_closedAt" ON "JournalEntry" ("closedAt");
