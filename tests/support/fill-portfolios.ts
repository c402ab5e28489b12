import type pg from "pg";

/**
 * Rows of `count` portfolios of one user, as the command handler would have written them, each with an open
 * limit buy and four ended orders, a position with its fill, a log and its levels in one of `symbols`:
 * inserted directly, for plans and measurements.
 */
export async function fillPortfolios(
  client: pg.Client,
  options: { count: number; symbols: readonly string[] },
): Promise<void> {
  const { count, symbols } = options;
  const values = [count, symbols];
  await client.query(`INSERT INTO "User" ("id", "email", "displayName", "isListed")
    VALUES ('filler', 'filler@example.com', 'Filler', true) ON CONFLICT DO NOTHING`);
  await client.query(
    `INSERT INTO "Portfolio" ("id", "userId", "name", "kind", "market", "seq", "epoch", "marginMode", "balance",
      "opening", "adjustments", "realised", "fees", "funding", "defaultLeverage", "leverages", "consumed",
      "liquidations", "headHash", "createdAt")
     SELECT 'filled-' || n, 'filler', 'Practice', 'PRACTICE', 'perpetual', 3, 0, 'isolated', 10000, 10000, 0, 0, 0,
      0, 1, '[]', '[]', 0, repeat('0', 64), now() FROM generate_series(1, $1::int) n`,
    [count],
  );
  await client.query(
    `INSERT INTO "Order" ("portfolioId", "clientOrderId", "epoch", "symbol", "side", "kind", "status", "qty",
      "filled", "filledValue", "fees", "price", "timeInForce", "reduceOnly", "purpose", "queueAhead", "acceptedAt",
      "acceptedSeq", "expiresAt", "endedAt", "reason")
     SELECT 'filled-' || n, 'order-' || k, 0, ($2::text[])[1 + n % array_length($2::text[], 1)], 'buy', 'limit',
      CASE k WHEN 1 THEN 'OPEN' ELSE 'CANCELLED' END, 1, 0, 0, 0, 50 + n % 40, 'GTC', false, 'manual', 0,
      now() - n * interval '1 second', k, CASE WHEN k = 1 AND n % 100 = 0 THEN now() + n * interval '1 second' END,
      CASE k WHEN 1 THEN NULL ELSE now() END, CASE k WHEN 1 THEN NULL ELSE 'requested' END
     FROM generate_series(1, $1::int) n, generate_series(1, 5) k`,
    values,
  );
  await client.query(
    `INSERT INTO "Position" ("portfolioId", "symbol", "qty", "cost", "entryPrice", "leverage", "extraMargin",
      "openedAt", "changedAt", "changedSeq", "roundTrip")
     SELECT 'filled-' || n, ($2::text[])[1 + n % array_length($2::text[], 1)], 1, 100, 100, 1, 0, now(), now(), 2,
      '{"id":2}' FROM generate_series(1, $1::int) n`,
    values,
  );
  await client.query(
    `INSERT INTO "TriggerIndex" ("portfolioId", "symbol", "sellTriggerMax", "buyTriggerMin", "always")
     SELECT 'filled-' || n, ($2::text[])[1 + n % array_length($2::text[], 1)],
      CASE WHEN n % 200 > 0 THEN 50 + (n % 40000) / 1000.0 END,
      CASE WHEN n % 200 > 0 THEN 110 + (n % 40000) / 1000.0 END, n % 200 = 0
     FROM generate_series(1, $1::int) n`,
    values,
  );
  await client.query(
    `INSERT INTO "PortfolioEvent" ("portfolioId", "seq", "type", "payload", "at", "hash")
     SELECT 'filled-' || n, k, 'filled', '{}', now(), repeat('0', 64)
     FROM generate_series(1, $1::int) n, generate_series(1, 3) k`,
    [count],
  );
  await client.query(
    `INSERT INTO "Trade" ("portfolioId", "seq", "clientOrderId", "epoch", "symbol", "side", "purpose", "qty",
      "price", "qtyChange", "cost", "realised", "fee", "feeRate", "cash", "liquidity", "evidence", "at")
     SELECT 'filled-' || n, 2, 'order-2', 0, ($2::text[])[1 + n % array_length($2::text[], 1)], 'buy', 'manual', 1,
      100, 1, 100, 0, 0, 0, 0, 'taker', '{}', now() - n * interval '1 minute' FROM generate_series(1, $1::int) n`,
    values,
  );
  await client.query("ANALYZE");
}
