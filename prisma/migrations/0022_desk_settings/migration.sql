-- CreateTable
CREATE TABLE "DeskSettings" (
    "userId" TEXT NOT NULL,
    "indicators" JSONB,
    "templates" JSONB,
    "watchlist" JSONB,
    "chart" JSONB,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DeskSettings_pkey" PRIMARY KEY ("userId")
);

-- AddForeignKey
ALTER TABLE "DeskSettings" ADD CONSTRAINT "DeskSettings_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
