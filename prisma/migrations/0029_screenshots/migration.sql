-- CreateTable
CREATE TABLE "Screenshot" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "entryId" TEXT,
    "day" TEXT,
    "content" BYTEA,
    "size" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Screenshot_pkey" PRIMARY KEY ("userId","id")
);

-- CreateIndex
CREATE INDEX "Screenshot_userId_entryId_idx" ON "Screenshot"("userId", "entryId");

-- CreateIndex
CREATE INDEX "Screenshot_userId_day_idx" ON "Screenshot"("userId", "day");

-- AddForeignKey
ALTER TABLE "Screenshot" ADD CONSTRAINT "Screenshot_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Screenshot" ADD CONSTRAINT "Screenshot_of_one" CHECK (("entryId" IS NULL) <> ("day" IS NULL));
