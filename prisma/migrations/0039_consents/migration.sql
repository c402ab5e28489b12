-- CreateTable
CREATE TABLE "Consent" (
    "userId" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Consent_pkey" PRIMARY KEY ("userId","document","version")
);

-- AddForeignKey
ALTER TABLE "Consent" ADD CONSTRAINT "Consent_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Consent" ADD CONSTRAINT "Consent_document_check" CHECK ("document" IN ('terms', 'privacy'));

-- Every row of an import is marked as used after it was read: with room in its page, no index changes.
ALTER TABLE "ImportedRow" SET (fillfactor = 50);
