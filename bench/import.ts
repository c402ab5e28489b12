import { Readable } from "node:stream";
import type { BenchRow } from "@/bench/bench-row";
import { startBenchDatabase } from "@/bench/execute/bench-database";
import { startUpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";
import { getDb, getPool } from "@/lib/db/client";
import { receiveImport } from "@/lib/imports/receive-import";
import { importQuerySchema } from "@/lib/schemas/imports";

const ROWS = 100_000;
/** Imported before, so that V8 has the young generation that any load of a server gives it, up to twice 64 MB. */
const WARM_ROWS = 20_000;
const LIMIT_MS = 20_000;
const LIMIT_MB = 150;
const SAMPLE_MS = 20;
const START_MS = Date.parse("2023-01-01T00:00:00Z");
const MARKETS = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT"];
const HEAD =
  "Market,Filled Type,Filled Quantity,Filled Price,Order Price,Fee Rate,Trading Fee,feeCoin,ExecFeeV2,Direction,Order Type,Trasaction ID,Order No.,Transaction Time(UTC+0)\n";

/** Import of a file of 100,000 executions, a trade every two rows: its time, and the memory of the process above idle. */
export async function run(): Promise<BenchRow[]> {
  const database = await startBenchDatabase();
  const redis = await startUpstashRedis({});
  Object.assign(process.env, { UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: redis.token });
  try {
    const user = await getDb().user.create({
      data: { email: "bench-import@terminal-zero.local", displayName: "Importer" },
    });
    await importRows(user.id, WARM_ROWS, 0);
    global.gc?.();
    const idle = process.memoryUsage().rss;
    let peak = idle;
    const sampler = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, SAMPLE_MS);
    const startedMs = performance.now();
    const trades = await importRows(user.id, ROWS, WARM_ROWS);
    const tookMs = performance.now() - startedMs;
    clearInterval(sampler);
    if (trades !== ROWS / 2) throw new Error(`${trades} trades were imported, not ${ROWS / 2}.`);
    const usedMb = (peak - idle) / 1_024 / 1_024;
    return [
      {
        claim: "Import: 100,000 rows of executions",
        ours: `${(tookMs / 1_000).toFixed(1)} s`,
        limit: `limit ${LIMIT_MS / 1_000} s`,
        ratio: tookMs / LIMIT_MS,
        target: "<= 1",
        isMet: tookMs <= LIMIT_MS,
      },
      {
        claim: "Import: memory above idle",
        ours: `${usedMb.toFixed(0)} MB`,
        limit: `limit ${LIMIT_MB} MB`,
        ratio: usedMb / LIMIT_MB,
        target: "<= 1",
        isMet: usedMb <= LIMIT_MB,
      },
    ];
  } finally {
    await getPool().end();
    await Promise.all([database.close(), redis.close()]);
  }
}

async function importRows(userId: string, count: number, first: number): Promise<number> {
  const query = importQuerySchema.parse({ mode: "commit", fileName: "executions.csv" });
  const body = Readable.toWeb(
    Readable.from(writeRows(count, first)),
  ) as unknown as ReadableStream<Uint8Array>;
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  const result = await receiveImport(userId, new Request("http://localhost/api/imports", init), query);
  if (!("trades" in result) || result.trades === null) throw new Error("The file was not imported.");
  return result.trades;
}

/** Executions that open and close a position of one unit in turn, in four markets. */
function* writeRows(count: number, first: number): Generator<Buffer> {
  yield Buffer.from(HEAD);
  for (let index = first; index < first + count; index += 1) {
    const at = new Date(START_MS + index * 60_000).toISOString().slice(0, 19).replace("T", " ");
    const market = MARKETS[Math.floor(index / 2) % MARKETS.length];
    const price = 100 + ((index * 7_919) % 1_000) / 100;
    const side = index % 2 === 0 ? "Long" : "Short";
    yield Buffer.from(
      `${market},Trade,1,${price},${price},0.00055,0.055,USDT,0.055,${side},Market, id-${index},o-${index},${at}\n`,
    );
  }
}
