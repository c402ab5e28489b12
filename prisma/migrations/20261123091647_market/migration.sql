-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Candle" (
    "venue" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "startAt" TIMESTAMPTZ(3) NOT NULL,
    "open" DECIMAL(38,18) NOT NULL,
    "high" DECIMAL(38,18) NOT NULL,
    "low" DECIMAL(38,18) NOT NULL,
    "close" DECIMAL(38,18) NOT NULL,
    "volume" DECIMAL(38,18) NOT NULL,
    "turnover" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "Candle_pkey" PRIMARY KEY ("venue","symbol","interval","startAt")
);

-- CreateTable
CREATE TABLE "Instrument" (
    "venue" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "baseCoin" TEXT NOT NULL,
    "quoteCoin" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "priceScale" INTEGER NOT NULL,
    "tickSize" DECIMAL(38,18) NOT NULL,
    "qtyStep" DECIMAL(38,18) NOT NULL,
    "minOrderQty" DECIMAL(38,18) NOT NULL,
    "maxOrderQty" DECIMAL(38,18) NOT NULL,
    "maxMarketQty" DECIMAL(38,18) NOT NULL,
    "minNotional" DECIMAL(38,18) NOT NULL,
    "maxLeverage" DECIMAL(38,18) NOT NULL,
    "fundingMinutes" INTEGER NOT NULL,
    "launchAt" TIMESTAMPTZ(3) NOT NULL,
    "fetchedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Instrument_pkey" PRIMARY KEY ("venue","symbol")
);

-- A hypertable where TimescaleDB can be had, the plain indexed table where not. The primary key holds the
-- time column, as TimescaleDB asks of every unique index.
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb') THEN
    CREATE EXTENSION IF NOT EXISTS timescaledb;
    PERFORM create_hypertable('"Candle"', 'startAt', chunk_time_interval => INTERVAL '30 days', create_default_indexes => FALSE);
  END IF;
EXCEPTION
  WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN
    RAISE NOTICE 'TimescaleDB can not be used here: Candle stays a plain table.';
END
$$;
