-- AlterTable
ALTER TABLE "Instrument" ADD COLUMN     "name" TEXT NOT NULL DEFAULT '';
