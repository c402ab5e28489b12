-- AlterTable
ALTER TABLE "User" DROP COLUMN "tier",
DROP COLUMN "tierUntil";
