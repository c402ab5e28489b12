-- Places are computed anew every few minutes: after a crash the next run writes them again, so they need no log.
ALTER TABLE "LeaderboardEntry" SET UNLOGGED;

-- The settings page used to write a preference that nothing read; what people chose there counts from now on.
UPDATE "User" SET "isListed" = false WHERE "preferences" ->> 'isOnLeaderboard' = 'false';
UPDATE "User" SET "preferences" = "preferences" - 'isOnLeaderboard' WHERE "preferences" ? 'isOnLeaderboard';
