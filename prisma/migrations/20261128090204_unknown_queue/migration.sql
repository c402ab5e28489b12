-- AlterTable
ALTER TABLE "Order" ALTER COLUMN "queueAhead" DROP NOT NULL;
