import type pg from "pg";

/** Owner of all alerts of the bench. */
const ALERT_OWNER = "alerts-bench";

/**
 * `count` alerts on a symbol's price of one user: half below the price, for a fall to 100 and below, half above, for a
 * rise to 200 and above, a millionth apart. The same levels as the resting orders, whose table the bare statement reads.
 */
export async function fillAlerts(
  client: pg.Client,
  options: { symbol: string; count: number },
): Promise<void> {
  const { symbol, count } = options;
  await client.query(
    `INSERT INTO "User" ("id", "email", "displayName") VALUES ($1, $1 || '@example.com', 'Bench')
     ON CONFLICT DO NOTHING`,
    [ALERT_OWNER],
  );
  await client.query(
    `INSERT INTO "Alert" ("userId", "id", "kind", "symbol", "condition", "level", "side", "riseAt", "fallAt",
       "afterAt", "isRepeating", "byPush", "byMail")
     SELECT $3, "portfolioId", 'price', symbol,
       jsonb_build_object('kind', 'price', 'symbol', symbol, 'level', price::text, 'direction', 'either'),
       price, CASE WHEN rises THEN 'below' ELSE 'above' END, CASE WHEN rises THEN price END,
       CASE WHEN NOT rises THEN price END, now() - INTERVAL '1 hour', false, true, false
     FROM resting WHERE symbol = $1 LIMIT $2::int`,
    [symbol, count, ALERT_OWNER],
  );
  await client.query(`VACUUM ANALYZE "Alert"`);
}
