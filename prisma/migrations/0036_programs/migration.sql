-- AlterTable
ALTER TABLE "Order" ADD COLUMN     "isByProgram" BOOLEAN NOT NULL DEFAULT false;
