-- AlterTable
ALTER TABLE "LeaderboardEntry" DROP CONSTRAINT "LeaderboardEntry_pkey",
ADD COLUMN     "list" TEXT NOT NULL DEFAULT 'practice',
ALTER COLUMN "rankPnl" DROP NOT NULL,
ADD CONSTRAINT "LeaderboardEntry_pkey" PRIMARY KEY ("run", "list", "window", "userId");
