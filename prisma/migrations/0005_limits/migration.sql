-- AlterTable
ALTER TABLE "Portfolio" ADD COLUMN     "limits" JSON;
