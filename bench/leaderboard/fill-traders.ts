import type pg from "pg";

/** Traders `after` to `count`, each with a portfolio and `each` closed trades over the last thirty days, straight into the tables. */
export async function fillTraders(
  client: pg.Client,
  options: { after: number; count: number; each: number },
): Promise<void> {
  const { after, count, each } = options;
  await client.query("SET session_replication_role = replica");
  await client.query(
    `INSERT INTO "User" ("id", "email", "displayName", "isListed")
     SELECT md5(n::text), n || '@example.com', 'Trader ' || n, true FROM generate_series($1::int + 1, $2::int) n`,
    [after, count],
  );
  await client.query(
    `INSERT INTO "Portfolio" ("id", "userId", "name", "kind", "market", "seq", "epoch", "marginMode", "balance",
      "opening", "adjustments", "realised", "fees", "funding", "defaultLeverage", "leverages", "consumed",
      "liquidations", "headHash", "createdAt")
     SELECT md5('p' || n), md5(n::text), 'Practice', 'PRACTICE', 'perpetual', 3, 0, 'isolated', 10000, 10000, 0, 0, 0,
      0, 10, '[]', '[]', 0, repeat('0', 64), now() FROM generate_series($1::int + 1, $2::int) n`,
    [after, count],
  );
  await client.query(
    `INSERT INTO "JournalEntry" ("id", "portfolioId", "userId", "tradeId", "closedSeq", "symbol", "side", "qty",
      "entryPrice", "exitPrice", "leverage", "gross", "fees", "funding", "net", "exitReason", "openedAt", "closedAt")
     SELECT md5('p' || n) || '.' || k, md5('p' || n), md5(n::text), k, k + 1, 'BTCUSDT', 'long', 1, 100, 101, 10,
      x.gross, 0, 0, x.gross, 'manual', x.at - interval '1 hour', x.at
     FROM generate_series($1::int + 1, $2::int) n, generate_series(1, $3::int) k,
      LATERAL (SELECT round((random() * 200 - 98)::numeric + n * 0, 6) AS gross,
        now() - random() * interval '29 days' + n * interval '0' AS at) x`,
    [after, count, each],
  );
  await client.query("SET session_replication_role = origin");
  for (const table of ["User", "Portfolio", "JournalEntry"]) await client.query(`VACUUM ANALYZE "${table}"`);
}
