-- AlterTable
ALTER TABLE "JournalEntry" ADD COLUMN     "moodAfter" INTEGER,
ADD COLUMN     "moodBefore" INTEGER;
