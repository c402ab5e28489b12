-- CreateTable
CREATE TABLE "CandleFile" (
    "venue" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CandleFile_pkey" PRIMARY KEY ("venue","symbol","period")
);
