-- CreateTable
CREATE TABLE "ChartDrawings" (
    "userId" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "drawings" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChartDrawings_pkey" PRIMARY KEY ("userId","symbol")
);

-- AddForeignKey
ALTER TABLE "ChartDrawings" ADD CONSTRAINT "ChartDrawings_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
