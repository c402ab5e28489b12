import pg from "pg";
import { type BenchRow, median } from "@/bench/bench-row";
import { startBenchDatabase } from "@/bench/execute/bench-database";
import { measureHotPortfolio } from "@/bench/execute/hot-portfolio";
import { writeInTransaction } from "@/bench/execute/prisma-transaction";
import {
  commitBare,
  listCommands,
  openBenchPortfolio,
  planWrites,
  readContext,
} from "@/bench/execute/workload";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import type { EncodedChange } from "@/lib/db/portfolio/stored-change";

const REPETITIONS = 5;
const CONNECTIONS = 8;
const ORDERS = 60;
const ORDERS_IN_TRANSACTION = 6;

/** P7 and P8 of the design's table of limits: the command handler beside one bare statement and an ORM's transaction. */
export async function run(): Promise<BenchRow[]> {
  const database = await startBenchDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: CONNECTIONS });
  try {
    await measureCommandHandler(ORDERS_IN_TRANSACTION);
    const [handler, single, transaction]: number[][] = [[], [], []];
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      handler?.push(await measureCommandHandler(ORDERS));
      single?.push(await measureWrites(ORDERS, (write) => commitBare(pool, [write])));
      transaction?.push(await measureWrites(ORDERS_IN_TRANSACTION, writeInTransaction));
    }
    const [ours, bare, orm] = [median(handler ?? []), median(single ?? []), median(transaction ?? [])];
    const hot = await measureHotPortfolio(database.url);
    return [
      {
        claim: `P7 command handler: decisions written a second, ${CONNECTIONS} connections, distinct portfolios`,
        ours: ours.toFixed(0),
        limit: `node-pg, the write alone ${bare.toFixed(0)}`,
        ratio: ours / bare,
        target: ">= 0.6",
        isMet: ours / bare >= 0.6,
      },
      {
        claim: "P7 command handler: the same beside an interactive transaction of the ORM",
        ours: ours.toFixed(0),
        limit: `Prisma $transaction ${orm.toFixed(0)}`,
        ratio: ours / orm,
        target: ">= 5",
        isMet: ours / orm >= 5,
      },
      ...hot,
    ];
  } finally {
    await getDb().$disconnect();
    await pool.end();
    await database.close();
  }
}

/** Decisions a second through the command handler, sequential for each portfolio. */
async function measureCommandHandler(orders: number): Promise<number> {
  const portfolios = await Promise.all(Array.from({ length: CONNECTIONS }, openBenchPortfolio));
  const commands = portfolios.map(() => listCommands(orders));
  return rate(orders, async (worker) => {
    for (const command of commands[worker] ?? []) {
      const result = await executeCommand(portfolios[worker] ?? "", command, readContext);
      if (!result.ok) throw new Error(result.reason);
    }
  });
}

async function measureWrites(
  orders: number,
  write: (planned: EncodedChange) => Promise<void>,
): Promise<number> {
  const portfolios = await Promise.all(Array.from({ length: CONNECTIONS }, openBenchPortfolio));
  const plans = await Promise.all(portfolios.map((id) => planWrites(id, listCommands(orders))));
  return rate(orders, async (worker) => {
    for (const planned of plans[worker] ?? []) await write(planned);
  });
}

async function rate(orders: number, work: (worker: number) => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, worker) => work(worker)));
  return (CONNECTIONS * orders * 2) / ((performance.now() - startedMs) / 1_000);
}
