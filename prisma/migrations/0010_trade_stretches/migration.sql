-- AlterTable
ALTER TABLE "JournalEntry" ADD COLUMN     "stretches" JSON;
