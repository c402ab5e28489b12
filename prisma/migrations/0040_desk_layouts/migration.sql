-- AlterTable
ALTER TABLE "DeskSettings" ADD COLUMN     "charts" JSONB,
ADD COLUMN     "layouts" JSONB,
ADD COLUMN     "panels" JSONB;
