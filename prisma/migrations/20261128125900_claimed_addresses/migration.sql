-- An address has one account that has verified it, and at most one more that claims it.
DROP INDEX "User_email_key";
CREATE UNIQUE INDEX "User_email_verified_key" ON "User"("email") WHERE "emailVerifiedAt" IS NOT NULL;
CREATE UNIQUE INDEX "User_email_claimed_key" ON "User"("email") WHERE "emailVerifiedAt" IS NULL;
