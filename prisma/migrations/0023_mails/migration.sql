-- AlterTable
ALTER TABLE "ChallengeThreshold" ADD COLUMN     "halfBelow" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "QueuedMail" (
    "userId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "claimedTill" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "QueuedMail_pkey" PRIMARY KEY ("userId","id")
);

-- CreateIndex
CREATE INDEX "QueuedMail_createdAt_idx" ON "QueuedMail"("createdAt");

-- CreateIndex
CREATE INDEX "ChallengePhase_startedAt_idx" ON "ChallengePhase"("startedAt");

-- CreateIndex
CREATE INDEX "ChallengePhase_endedAt_idx" ON "ChallengePhase"("endedAt");

-- AddForeignKey
ALTER TABLE "QueuedMail" ADD CONSTRAINT "QueuedMail_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "QueuedMail"
  ADD CONSTRAINT "QueuedMail_kind" CHECK ("kind" IN ('payment', 'challenge-started', 'challenge-passed',
    'challenge-failed', 'limit-warned', 'account-locked', 'account-unlocked', 'new-device', 'weekly-review'));

-- What the delivery and the sweeps of mails look for.
CREATE INDEX "QueuedMail_pending" ON "QueuedMail" ("createdAt") WHERE "doneAt" IS NULL;
CREATE INDEX "Portfolio_limit_lock" ON "Portfolio" ((("limits" -> 'lock' ->> 'untilMs')::float8)) WHERE "limits" IS NOT NULL;
CREATE INDEX "User_weekly_review" ON "User" ("timeZone") WHERE "preferences" -> 'mails' ->> 'weekly' = 'true';
