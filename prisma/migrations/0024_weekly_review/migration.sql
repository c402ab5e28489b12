-- The limits of a week that were nearly or wholly used, for its review.
CREATE INDEX "PortfolioEvent_limits" ON "PortfolioEvent" ("portfolioId", "at")
  WHERE "type" IN ('room-warned', 'trading-paused', 'challenge-breached', 'limit-locked');
