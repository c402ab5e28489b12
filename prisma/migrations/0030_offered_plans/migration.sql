-- CreateTable
CREATE TABLE "OfferedPlan" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "summary" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "isOffered" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OfferedPlan_pkey" PRIMARY KEY ("id")
);
