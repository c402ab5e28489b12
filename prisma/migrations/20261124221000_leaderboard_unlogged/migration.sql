-- Places are computed anew every ten minutes from the journal: a crash that empties them costs less than writing each
-- of them to the log as well. The top hundred stay in Redis meanwhile.
ALTER TABLE "LeaderboardEntry" SET UNLOGGED;
