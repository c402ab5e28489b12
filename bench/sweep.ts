import pg from "pg";
import { type BenchRow, median } from "@/bench/bench-row";
import { startBenchDatabase } from "@/bench/execute/bench-database";
import { fillChallenges } from "@/bench/sweep/fill-challenges";
import { findChallengesToJudge } from "@/lib/db/challenges";
import { getPool } from "@/lib/db/client";

const COUNT = 100_000;
const GROWTH = 10;
const HITS = 100;
const REPETITIONS = 5;
const LIMIT_MS = 1_000;
/** How much more than ten times as long ten times as many may take. */
const SLACK = 1.3;

/** P13 of the design's table of limits: one look at the equity of every challenge with an open position. */
export async function run(): Promise<BenchRow[]> {
  const database = await startBenchDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const smallMs = await measure(client, COUNT);
    const largeMs = await measure(client, COUNT * GROWTH);
    return [
      {
        claim: "P13 sweep of 100,000 challenges with open positions",
        ours: `${smallMs.toFixed(0)} ms`,
        limit: `limit ${LIMIT_MS} ms`,
        ratio: smallMs / LIMIT_MS,
        target: "<= 1",
        met: smallMs <= LIMIT_MS,
      },
      {
        claim: "P13 sweep: growth from 100,000 to 1,000,000",
        ours: `${largeMs.toFixed(0)} ms`,
        limit: `100,000 ${smallMs.toFixed(0)} ms`,
        ratio: largeMs / smallMs,
        target: `<= ${GROWTH * SLACK}`,
        met: largeMs / smallMs <= GROWTH * SLACK,
      },
    ];
  } finally {
    await getPool().end();
    await client.end();
    await database.close();
  }
}

async function measure(client: pg.Client, count: number): Promise<number> {
  await fillChallenges(client, { count, hits: HITS });
  const samples: number[] = [];
  for (let repetition = 0; repetition <= REPETITIONS; repetition += 1) {
    const marks = Array.from({ length: 10 }, (_, n) => ({ symbol: `S${n}`, mark: 100 + repetition / 10 }));
    const startedMs = performance.now();
    const found = await findChallengesToJudge(marks);
    // The first round warms the caches.
    if (repetition > 0) samples.push(performance.now() - startedMs);
    if (found.length !== HITS) throw new Error(`${found.length} were found where ${HITS} are.`);
  }
  return median(samples);
}
