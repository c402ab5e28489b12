import type pg from "pg";

/** A trader with a plan that shows the whole journal, and this many closed trades of three years in twenty markets. */
export async function fillJournal(client: pg.Client, trades: number): Promise<string> {
  const userId = "bench-journal";
  await client.query("SET session_replication_role = replica");
  await client.query(
    `INSERT INTO "User" ("id", "email", "displayName") VALUES ($1, 'bench-journal@terminal-zero.local', 'Reader')`,
    [userId],
  );
  await client.query(
    `INSERT INTO "Grant" ("id", "userId", "auditId", "product", "startsAt", "endsAt", "grantedAt")
     VALUES ($1, $1, $1, 'elite', now() - interval '1 day', now() + interval '1 day', now())`,
    [userId],
  );
  await client.query(
    `INSERT INTO "Portfolio" ("id", "userId", "name", "kind", "market", "seq", "epoch", "marginMode", "balance",
      "opening", "adjustments", "realised", "fees", "funding", "defaultLeverage", "leverages", "consumed",
      "liquidations", "headHash", "createdAt")
     VALUES ($1, $1, 'Journal', 'IMPORTED', 'perpetual', 3, 0, 'isolated', 10000, 10000, 0, 0, 0, 0, 10, '[]', '[]',
      0, repeat('0', 64), now() - interval '3 years')`,
    [userId],
  );
  await client.query(
    `INSERT INTO "JournalEntry" ("id", "portfolioId", "userId", "roundTripId", "closedSeq", "symbol", "side", "qty",
      "entryPrice", "exitPrice", "leverage", "gross", "fees", "funding", "net", "risk", "exitReason", "openedAt",
      "closedAt", "notes", "tags", "mistakes", "setup", "rating")
     SELECT $1 || '.' || k, $1, $1, k, k + 1, 'MARKET' || k % 20 || 'USDT', CASE k % 2 WHEN 0 THEN 'long' ELSE 'short' END,
      1, 100, 100 + x.net, 10, x.net + 0.11, 0.11, 0, x.net, 10, 'manual', x.at - interval '20 minutes', x.at,
      CASE WHEN k % 3 = 0 THEN 'Entered on the retest, left at the first target.' ELSE '' END,
      CASE WHEN k % 4 = 0 THEN ARRAY['tag' || k % 40] ELSE '{}'::text[] END,
      CASE WHEN k % 10 = 0 THEN ARRAY['late'] ELSE '{}'::text[] END,
      CASE WHEN k % 5 = 0 THEN 'breakout' END, CASE WHEN k % 3 = 0 THEN 1 + k % 5 END
     FROM generate_series(1, $2::int) k,
      LATERAL (SELECT round(((k * 7919) % 2000 - 980)::numeric / 100, 2) AS net,
        now() - interval '3 years' * (1 - k::float / $2) AS at) x`,
    [userId, trades],
  );
  await client.query("SET session_replication_role = origin");
  for (const table of ["User", "Grant", "Portfolio", "JournalEntry"])
    await client.query(`VACUUM ANALYZE "${table}"`);
  return userId;
}
