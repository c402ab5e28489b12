import type pg from "pg";

/**
 * `count` challenges, each with one open position in one of ten symbols at 100 and rooms that no mark near it uses
 * up, but for `hits` of them: straight into the tables, as the door would have left them.
 */
export async function fillChallenges(
  client: pg.Client,
  options: { count: number; hits: number },
): Promise<void> {
  await client.query(`TRUNCATE "ChallengeWatch"; DELETE FROM "Position"`);
  // The portfolios themselves play no part in the sweep: their foreign key is left alone.
  await client.query("SET session_replication_role = replica");
  await client.query(
    `INSERT INTO "ChallengeWatch" ("portfolioId", "balance", "below", "above", "resetAt")
     SELECT md5(n::text), 10000, CASE WHEN n <= $2::int THEN 20000 ELSE 9625 END, NULL, now() + interval '1 day'
     FROM generate_series(1, $1::int) n`,
    [options.count, options.hits],
  );
  await client.query(
    `INSERT INTO "Position" ("portfolioId", "symbol", "qty", "cost", "entryPrice", "leverage", "extraMargin",
      "openedAt", "changedAt", "changedSeq", "trade")
     SELECT md5(n::text), 'S' || n % 10, CASE WHEN n % 2 = 0 THEN 1 ELSE -1 END, 100, 100, 10, 0, now(), now(), 2,
      '{"id":2,"side":"long","openedAtMs":1767225600000,"entryQty":"1","entryValue":"100","exitQty":"0",
        "exitValue":"0","realised":"0","fees":"0.055","funding":"0","initialStop":null,"initialTarget":null,
        "leverage":"10","orderIds":["0f9b4f8e-8f0e-4d40-b1cf-3d3f4b2f9c55"]}'
     FROM generate_series(1, $1::int) n`,
    [options.count],
  );
  await client.query("SET session_replication_role = origin");
  await client.query(`VACUUM ANALYZE "Position"`);
  await client.query(`VACUUM ANALYZE "ChallengeWatch"`);
}
