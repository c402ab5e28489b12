-- CreateTable
CREATE TABLE "DayNote" (
    "userId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DayNote_pkey" PRIMARY KEY ("userId","day")
);

-- AddForeignKey
ALTER TABLE "DayNote" ADD CONSTRAINT "DayNote_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
