-- CreateTable
CREATE TABLE "ShareLink" (
    "userId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ShareLink_pkey" PRIMARY KEY ("userId","subject")
);

-- CreateIndex
CREATE UNIQUE INDEX "ShareLink_id_key" ON "ShareLink"("id");

-- AddForeignKey
ALTER TABLE "ShareLink" ADD CONSTRAINT "ShareLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
