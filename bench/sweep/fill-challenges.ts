import type pg from "pg";

/**
 * `count` challenges, each with one open position in one of ten symbols at 100 and headroom that no mark near
 * it uses up, but for `hits` of them: inserted into the swept table, as the command handler would write it.
 */
export async function fillChallenges(
  client: pg.Client,
  options: { count: number; hits: number },
): Promise<void> {
  await client.query(`TRUNCATE "ChallengeThreshold"`);
  await client.query(
    `INSERT INTO "ChallengeThreshold" ("portfolioId", "balance", "below", "above", "resetAt", "symbols", "qtys", "costs")
     SELECT md5(n::text), 10000, CASE WHEN n <= $2::int THEN 20000 ELSE 9625 END, NULL, now() + interval '1 day',
      ARRAY['S' || n % 10], ARRAY[CASE WHEN n % 2 = 0 THEN 1 ELSE -1 END],
      ARRAY[CASE WHEN n % 2 = 0 THEN 100 ELSE -100 END]
     FROM generate_series(1, $1::int) n`,
    [options.count, options.hits],
  );
  await client.query(`VACUUM ANALYZE "ChallengeThreshold"`);
}
