-- AlterTable
ALTER TABLE "Portfolio" ADD COLUMN     "hedge" JSON;

-- AlterTable
ALTER TABLE "Position" DROP CONSTRAINT "Position_pkey",
ADD COLUMN     "sideIndex" SMALLINT NOT NULL DEFAULT 0,
ADD CONSTRAINT "Position_pkey" PRIMARY KEY ("portfolioId", "symbol", "sideIndex");

-- The index of a side says which of the two it is.
ALTER TABLE "Position" ADD CONSTRAINT "Position_sideIndex_check" CHECK (
    "sideIndex" = 0 OR ("sideIndex" = 1 AND "qty" > 0) OR ("sideIndex" = 2 AND "qty" < 0));
