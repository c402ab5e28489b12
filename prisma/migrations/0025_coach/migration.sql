-- CreateTable
CREATE TABLE "CoachLink" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CoachLink_pkey" PRIMARY KEY ("userId","id")
);

-- CreateTable
CREATE TABLE "CoachComment" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "linkId" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "entryId" TEXT,
    "day" TEXT,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CoachComment_pkey" PRIMARY KEY ("userId","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "CoachLink_tokenHash_key" ON "CoachLink"("tokenHash");

-- CreateIndex
CREATE INDEX "CoachComment_userId_entryId_idx" ON "CoachComment"("userId", "entryId");

-- CreateIndex
CREATE INDEX "CoachComment_userId_day_idx" ON "CoachComment"("userId", "day");

-- AddForeignKey
ALTER TABLE "CoachLink" ADD CONSTRAINT "CoachLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CoachComment" ADD CONSTRAINT "CoachComment_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
