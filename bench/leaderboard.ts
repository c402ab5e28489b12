import pg from "pg";
import { type BenchRow, median } from "@/bench/bench-row";
import { startBenchDatabase } from "@/bench/execute/bench-database";
import { fillTraders } from "@/bench/leaderboard/fill-traders";
import { startUpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";
import { getPool } from "@/lib/db/client";
import { findOwnPlace } from "@/lib/db/queries/leaderboard";
import { getRedis } from "@/lib/infra/redis/redis";
import { computeLeaderboard } from "@/lib/leaderboard/compute-leaderboard";
import { readLeaderboard } from "@/lib/leaderboard/read-leaderboard";

const FEW = 10_000;
const COUNT = 1_000_000;
/** Allowed growth beyond a hundred times the time for a hundred times the traders. */
const SLACK = 1.3;
const BOARD = { list: "practice", window: "30d", by: "pnl" } as const;
const READS = 300;
const JOB_LIMIT_MS = 30_000;

/**
 * P14 of the design's table of limits: the job over a million traders with three million closed trades, and
 * the duration of one page. One trader in five trades enough to be ranked.
 */
export async function run(): Promise<BenchRow[]> {
  const database = await startBenchDatabase();
  const redis = await startUpstashRedis({});
  Object.assign(process.env, { UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: redis.token });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await fillTraders(client, { after: 0, count: FEW });
    await computeLeaderboard();
    const fewMs = await timeJob();
    await fillTraders(client, { after: FEW, count: COUNT });
    const jobMs = await timeJob();
    const someone = await findSomeone(client);
    await getRedis().set("bare", JSON.stringify(await readLeaderboard(BOARD)));
    const bareMs = await timeReads(() => getRedis().get("bare"));
    const topMs = await timeReads(() => readLeaderboard(BOARD));
    const ownMs = await timeReads(() => findOwnPlace(someone, BOARD));
    const job = {
      claim: "P14 leaderboard: job over 1,000,000 traders",
      limit: `limit ${JOB_LIMIT_MS / 1_000} s`,
    };
    return [
      {
        ...job,
        ours: `${(jobMs / 1_000).toFixed(1)} s`,
        ratio: jobMs / JOB_LIMIT_MS,
        target: "<= 1",
        isMet: jobMs <= JOB_LIMIT_MS,
      },
      {
        claim: "P14 leaderboard: growth from 10,000 to 1,000,000 traders",
        ours: `${(jobMs / 1_000).toFixed(1)} s`,
        limit: `10,000 in ${(fewMs / 1_000).toFixed(2)} s`,
        ratio: jobMs / fewMs,
        target: `<= ${(COUNT / FEW) * SLACK}`,
        isMet: jobMs / fewMs <= (COUNT / FEW) * SLACK,
      },
      compare("first hundred", topMs, { bareMs, most: 2 }),
      compare("own place", ownMs, { bareMs, most: 3 }),
    ];
  } finally {
    await getPool().end();
    await client.end();
    await redis.close();
    await database.close();
  }
}

async function timeJob(): Promise<number> {
  const startedMs = performance.now();
  await computeLeaderboard();
  return performance.now() - startedMs;
}

async function findSomeone(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `SELECT "userId" FROM "LeaderboardEntry" WHERE "window" = '30d' LIMIT 1`,
  );
  return rows[0].userId;
}

async function timeReads(read: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let index = 0; index < READS; index += 1) {
    const startedMs = performance.now();
    if ((await read()) === null) throw new Error("Nothing was read.");
    samples.push(performance.now() - startedMs);
  }
  return median(samples);
}

function compare(what: string, oursMs: number, limit: { bareMs: number; most: number }): BenchRow {
  const ratio = oursMs / limit.bareMs;
  return {
    claim: `P14 leaderboard: ${what}`,
    ours: `${oursMs.toFixed(2)} ms`,
    limit: `bare Redis command ${limit.bareMs.toFixed(2)} ms`,
    ratio,
    target: `<= ${limit.most}`,
    isMet: ratio <= limit.most,
  };
}
