import type pg from "pg";

/** One in this many traders is active. */
const ACTIVE_OF = 5;
const TRADES_OF_ACTIVE = 11;
const TRADES_OF_OTHERS = 1;

/**
 * Traders `after` to `count` with a portfolio each, straight into the tables. One in five closed eleven
 * trades in the last thirty days and holds a position, the others closed one trade: about three trades a
 * trader. The figures of a trade name both `n` and `k`, or PostgreSQL would generate them once for each
 * trader.
 */
export async function fillTraders(
  client: pg.Client,
  options: { after: number; count: number },
): Promise<void> {
  const range = [options.after, options.count];
  await client.query("SET session_replication_role = replica");
  await client.query(
    `INSERT INTO "User" ("id", "email", "displayName", "isListed")
     SELECT md5(n::text), n || '@example.com', 'Trader ' || n, TRUE FROM generate_series($1::int + 1, $2::int) n`,
    range,
  );
  await client.query(
    `INSERT INTO "Portfolio" ("id", "userId", "name", "kind", "market", "seq", "epoch", "marginMode", "balance",
      "opening", "adjustments", "realised", "fees", "funding", "defaultLeverage", "leverages", "consumed",
      "liquidations", "headHash", "createdAt")
     SELECT md5('p' || n), md5(n::text), 'Practice', 'PRACTICE', 'perpetual', 3, 0, 'isolated', 10000, 10000, 0, 0, 0,
      0, 10, '[]', '[]', 0, repeat('0', 64), now() - interval '60 days'
     FROM generate_series($1::int + 1, $2::int) n`,
    range,
  );
  await client.query(
    `INSERT INTO "JournalEntry" ("id", "portfolioId", "userId", "roundTripId", "closedSeq", "symbol", "side", "qty",
      "entryPrice", "exitPrice", "leverage", "gross", "fees", "funding", "net", "exitReason", "openedAt", "closedAt")
     SELECT md5('p' || n) || '.' || k, md5('p' || n), md5(n::text), k, k + 1, 'BTCUSDT', 'long', 1, 100, 101, 10,
      x.gross, 0, 0, x.gross, 'manual', x.at - interval '1 hour', x.at
     FROM generate_series($1::int + 1, $2::int) n,
      generate_series(1, CASE WHEN n % ${ACTIVE_OF} = 0 THEN ${TRADES_OF_ACTIVE} ELSE ${TRADES_OF_OTHERS} END) k,
      LATERAL (SELECT round((random() * 200 - 98)::numeric + (n + k) * 0, 6) AS gross,
        now() - random() * interval '29 days' + (n + k) * interval '0' AS at) x`,
    range,
  );
  await client.query(
    `INSERT INTO "Position" ("portfolioId", "symbol", "qty", "cost", "entryPrice", "leverage", "extraMargin",
      "openedAt", "changedAt", "changedSeq", "roundTrip")
     SELECT md5('p' || n), 'BTCUSDT', 0.1, 10, 100, 10, 0, now() - interval '1 hour', now(), 3,
      '{"realised":"0","fees":"0.0055","funding":"0"}'
     FROM generate_series($1::int + 1, $2::int) n WHERE n % ${ACTIVE_OF} = 0`,
    range,
  );
  await client.query("SET session_replication_role = origin");
  for (const table of ["User", "Portfolio", "JournalEntry", "Position"]) {
    await client.query(`VACUUM ANALYZE "${table}"`);
  }
}
