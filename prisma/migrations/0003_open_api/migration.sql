-- CreateTable
CREATE TABLE "ApiKey" (
    "portfolioId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret" TEXT,
    "publicKey" TEXT,
    "canTrade" BOOLEAN NOT NULL,
    "ips" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("portfolioId","key"),
    CONSTRAINT "ApiKey_proof" CHECK (("secret" IS NULL) <> ("publicKey" IS NULL))
);

-- CreateTable
CREATE TABLE "OrderLink" (
    "portfolioId" TEXT NOT NULL,
    "clientOrderId" TEXT NOT NULL,
    "orderLinkId" TEXT NOT NULL,
    "reservedAt" TIMESTAMPTZ(3) NOT NULL,
    "releasedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OrderLink_pkey" PRIMARY KEY ("portfolioId","clientOrderId")
);

-- CreateIndex
CREATE INDEX "ApiKey_key_idx" ON "ApiKey"("key");

-- CreateIndex
CREATE INDEX "ApiKey_userId_idx" ON "ApiKey"("userId");

-- CreateIndex
CREATE INDEX "OrderLink_portfolioId_orderLinkId_idx" ON "OrderLink"("portfolioId", "orderLinkId");

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderLink" ADD CONSTRAINT "OrderLink_portfolioId_fkey" FOREIGN KEY ("portfolioId") REFERENCES "Portfolio"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One open use of an id: two orders at the same time can't both reserve it.
CREATE UNIQUE INDEX "OrderLink_reserved" ON "OrderLink"("portfolioId", "orderLinkId") WHERE "releasedAt" IS NULL;
