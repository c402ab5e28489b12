import type pg from "pg";

/**
 * `count` portfolios with one resting order each: half buy at 100 and below, half sell at 200 and above, a millionth
 * apart. Once as our index has them, once as the barest table would.
 */
export async function fillResting(
  client: pg.Client,
  options: { symbol: string; count: number },
): Promise<void> {
  const { symbol, count } = options;
  await client.query(`CREATE TABLE IF NOT EXISTS resting
    ("portfolioId" TEXT NOT NULL, symbol TEXT NOT NULL, rises BOOLEAN NOT NULL, price NUMERIC(38, 18) NOT NULL)`);
  await client.query(
    `INSERT INTO resting SELECT md5($1 || n), $1, n > $2::int / 2,
      CASE WHEN n > $2::int / 2 THEN 200 + n / 1000000.0 ELSE 100 - (n - 1) / 1000000.0 END
     FROM generate_series(1, $2::int) n ORDER BY random()`,
    [symbol, count],
  );
  await client.query("CREATE INDEX IF NOT EXISTS resting_fall ON resting (symbol, price) WHERE NOT rises");
  await client.query("CREATE INDEX IF NOT EXISTS resting_rise ON resting (symbol, price) WHERE rises");
  // The look-up does not use the portfolios: their foreign key is not checked.
  await client.query("SET session_replication_role = replica");
  await client.query(
    `INSERT INTO "TriggerIndex" ("portfolioId", "symbol", "sellTriggerMax", "buyTriggerMin", "always")
     SELECT "portfolioId", symbol, CASE WHEN NOT rises THEN price END, CASE WHEN rises THEN price END, false
     FROM resting WHERE symbol = $1`,
    [symbol],
  );
  await client.query("SET session_replication_role = origin");
  await client.query(`VACUUM ANALYZE "TriggerIndex"`);
  await client.query("VACUUM ANALYZE resting");
}
