import pg from "pg";
import { type BenchRow, median } from "@/bench/bench-row";
import { startBenchDatabase } from "@/bench/execute/bench-database";
import { fillChallenges } from "@/bench/sweep/fill-challenges";
import { getPool } from "@/lib/db/client";
import { findChallengesToEvaluate } from "@/lib/db/queries/challenges";

const FEW = 10_000;
const COUNT = 100_000;
const MANY = 1_000_000;
const HITS = 100;
const REPETITIONS = 5;
const LIMIT_MS = 300;
/** Allowed growth of the time beyond proportional. */
const SLACK = 1.3;

/**
 * P13 of the design's table of limits: one evaluation of the equity of every challenge with an open position.
 */
export async function run(): Promise<BenchRow[]> {
  const database = await startBenchDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const fewMs = await measure(client, FEW);
    const someMs = await measure(client, COUNT);
    const manyMs = await measure(client, MANY);
    return [
      {
        claim: "P13 sweep of 100,000 challenges with open positions",
        ours: `${someMs.toFixed(0)} ms`,
        limit: `limit ${LIMIT_MS} ms`,
        ratio: someMs / LIMIT_MS,
        target: "<= 1",
        isMet: someMs <= LIMIT_MS,
      },
      compareGrowth({ count: FEW, ms: fewMs }, { count: MANY, ms: manyMs }),
      compareGrowth({ count: COUNT, ms: someMs }, { count: MANY, ms: manyMs }),
    ];
  } finally {
    await getPool().end();
    await client.end();
    await database.close();
  }
}

type Measured = { count: number; ms: number };

function compareGrowth(few: Measured, many: Measured): BenchRow {
  const ratio = many.ms / few.ms;
  const most = (many.count / few.count) * SLACK;
  return {
    claim: `P13 sweep: growth from ${few.count.toLocaleString("en-US")} to ${many.count.toLocaleString("en-US")}`,
    ours: `${many.ms.toFixed(0)} ms`,
    limit: `${few.ms.toFixed(0)} ms for the fewer`,
    ratio,
    target: `<= ${most}`,
    isMet: ratio <= most,
  };
}

async function measure(client: pg.Client, count: number): Promise<number> {
  await fillChallenges(client, { count, hits: HITS });
  const samples: number[] = [];
  for (let repetition = 0; repetition <= REPETITIONS; repetition += 1) {
    const marks = Array.from({ length: 10 }, (_, n) => ({
      symbol: `S${n}`,
      mark: 100 + repetition / 10,
      isFresh: true,
    }));
    const startedMs = performance.now();
    const found = await findChallengesToEvaluate(marks);
    // The first round warms the caches.
    if (repetition > 0) samples.push(performance.now() - startedMs);
    if (found.length !== HITS) throw new Error(`${found.length} were found where ${HITS} are.`);
  }
  return median(samples);
}
