-- The state of a portfolio's challenge has the name that it has in code.
ALTER TABLE "Portfolio" RENAME COLUMN "prop" TO "challenge";
