-- Rulebooks that users save.

-- CreateTable
CREATE TABLE "Rulebook" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rules" JSON NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Rulebook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Rulebook_userId_idx" ON "Rulebook"("userId");

-- AddForeignKey
ALTER TABLE "Rulebook" ADD CONSTRAINT "Rulebook_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
