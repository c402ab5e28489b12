import { type BenchRow, median, quantile } from "@/bench/bench-row";
import { startBeatPublisher } from "@/bench/stream/beat-publisher";
import {
  countConnections,
  type LoadClients,
  pause,
  readCpuMs,
  readRssBytes,
  type Server,
  startLoadClients,
  startProduct,
  startRawServer,
} from "@/bench/stream/processes";
import { measureVenueToBrowser } from "@/bench/stream/venue-to-browser";
import { startUpstashRedis } from "@/dev/upstash-redis/start-upstash-redis";
import { BEAT_MS } from "@/lib/market/run-ingest";

const REPETITIONS = 5;
const MEASURE_MS = 4_000;
const SETTLE_MS = 500;
/** The kernel takes some megabytes for a reader that never reads; ten seconds after that it is cut. */
const CUT_LIMIT_MS = 150_000;
const TEN_SYMBOLS = [
  "ADAUSDT",
  "AVAXUSDT",
  "BNBUSDT",
  "BTCUSDT",
  "DOGEUSDT",
  "ETHUSDT",
  "LINKUSDT",
  "LTCUSDT",
  "SOLUSDT",
  "XRPUSDT",
];

type Sample = { cpuMs: number; ticks: number; p99Ms: number; outOfOrder: number; wantedTicks: number };
type Servers = { ours: Server; raw: Server };

/** P1 to P6 of the design's table of limits: the event stream beside a raw Node server of the same run. */
export async function run(): Promise<BenchRow[]> {
  const redis = await startUpstashRedis({});
  const env = {
    UPSTASH_REDIS_REST_URL: redis.url,
    UPSTASH_REDIS_REST_TOKEN: redis.token,
    QSTASH_TOKEN: "none",
    QSTASH_CURRENT_SIGNING_KEY: "sig_none_current_key",
    QSTASH_NEXT_SIGNING_KEY: "sig_none_next_key",
    // Instruments fall back to the shipped set: the stream must not need the database.
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    CRON_SECRET: "bench-cron-secret",
    NEXTAUTH_SECRET: "bench-secret-of-sessions-0123456789",
    STREAMS_PER_ADDRESS: "100000",
    STREAM_MAX_SECONDS: "3600",
  };
  Object.assign(process.env, env);
  const ours = await startProduct(env);
  const raw = await startRawServer(env);
  const load = startLoadClients();
  try {
    const rows = [
      ...(await benchOneSymbol({ ours, raw }, load)),
      await benchTenSymbols({ ours, raw }, load),
      ...(await benchMemory(ours, load)),
      await benchReconnect(env, load),
      ...(await measureVenueToBrowser(env, load)),
    ];
    return rows;
  } finally {
    await Promise.all([ours.stop(), raw.stop(), load.stop()]);
    await redis.close();
  }
}

/** One symbol, 500 and 1,000 clients for P1 and P2, then 3,000 of ours alone. */
async function benchOneSymbol(servers: Servers, load: LoadClients): Promise<BenchRow[]> {
  const publisher = await startBeatPublisher(["BTCUSDT"], BEAT_MS);
  const path = "/api/stream?symbols=BTCUSDT&depth=";
  const { ours, raw } = await interleave(servers, load, { path, count: 1_000 });
  const crowd = await sample(servers.ours, load, { path, count: 3_000 });
  await publisher.stop();

  const ourCpu = median(ours.map((one) => (one.cpuMs * 1_000) / one.ticks));
  const rawCpu = median(raw.map((one) => (one.cpuMs * 1_000) / one.ticks));
  const ourP99 = median(ours.map((one) => one.p99Ms));
  const rawP99 = median(raw.map((one) => one.p99Ms));
  const delivered = Math.min(...ours.map((one) => one.ticks / one.wantedTicks));
  const outOfOrder = ours.reduce((sum, one) => sum + one.outOfOrder, 0);
  const crowdCpu = crowd.cpuMs / MEASURE_MS;
  return [
    row("P1 CPU for each delivered message", `${ourCpu.toFixed(1)} µs`, `raw node ${rawCpu.toFixed(1)} µs`, {
      ratio: ourCpu / rawCpu,
      target: 1.5,
    }),
    row("P2 delivery p99, 1,000 clients x 10 Hz", `${ourP99} ms`, `raw node ${rawP99} ms`, {
      ratio: ourP99 / Math.max(1, rawP99),
      target: 2,
    }),
    {
      claim: "P2 delivered, in order",
      ours: `${(delivered * 100).toFixed(1)} %, ${outOfOrder} out of order`,
      limit: "every beat",
      ratio: delivered,
      target: ">= 0.99 (edges of the window), 0 out of order",
      met: delivered >= 0.99 && outOfOrder === 0,
    },
    row("P2 3,000 clients, share of a core", `${(crowdCpu * 100).toFixed(0)} %`, "one core", {
      ratio: crowdCpu,
      target: 1,
    }),
  ];
}

async function benchTenSymbols(servers: Servers, load: LoadClients): Promise<BenchRow> {
  const publisher = await startBeatPublisher(TEN_SYMBOLS, BEAT_MS);
  const path = `/api/stream?symbols=${TEN_SYMBOLS.join(",")}&depth=`;
  const { ours, raw } = await interleave(servers, load, { path, count: 500 });
  await publisher.stop();
  // Updates that a full core would carry.
  const perCore = (samples: Sample[]) => median(samples.map((one) => (one.ticks / one.cpuMs) * 1_000));
  return {
    claim: "P3 ten symbols a client, coalesced, updates a second on one core",
    ours: perCore(ours).toFixed(0),
    limit: `raw node ${perCore(raw).toFixed(0)}`,
    ratio: perCore(ours) / perCore(raw),
    target: ">= 0.5",
    met: perCore(ours) / perCore(raw) >= 0.5,
  };
}

/** Memory of 1,000 connections, then of readers that never read, and what those do to the others. */
async function benchMemory(server: Server, load: LoadClients): Promise<BenchRow[]> {
  const publisher = await startBeatPublisher(TEN_SYMBOLS, BEAT_MS);
  const path = `/api/stream?symbols=${TEN_SYMBOLS.join(",")}`;
  const stalledCount = 100;
  const stallers = startLoadClients();
  await pause(2_000);
  const idleBytes = readRssBytes(server.pid);
  await load.open({ port: server.port, path, count: 1_000 });
  await pause(3_000);
  const openBytes = readRssBytes(server.pid);
  const calm: number[] = [];
  const beside: number[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    await stallers.close();
    await pause(SETTLE_MS);
    calm.push(quantile((await load.measure(MEASURE_MS)).latenciesMs, 0.99));
    await stallers.open({ port: server.port, path, count: stalledCount, stalled: true });
    beside.push(quantile((await load.measure(MEASURE_MS)).latenciesMs, 0.99));
  }
  const calmBytes = readRssBytes(server.pid);
  const cut = await waitForCut(server, 1_000);
  await stallers.stop();
  await load.close();
  await publisher.stop();
  const perConnection = (openBytes - idleBytes) / 1_000 / 1_024;
  const perStalled = Math.max(0, cut.largestBytes - calmBytes) / stalledCount / 1_024;
  const [calmP99, stalledP99] = [median(calm), median(beside)];
  return [
    row("P4 memory a connection", `${perConnection.toFixed(1)} KB`, "60 KB", {
      ratio: perConnection / 60,
      target: 1,
    }),
    row("P4 memory a stalled reader", `${perStalled.toFixed(0)} KB`, "256 KB", {
      ratio: perStalled / 256,
      target: 1,
    }),
    row("P4 p99 of the others beside stalled readers", `${stalledP99} ms`, `without ${calmP99} ms`, {
      ratio: stalledP99 / Math.max(1, calmP99),
      target: 1.2,
    }),
    {
      claim: "P4 stalled readers are cut",
      ours:
        cut.connections > 1_000
          ? `${cut.connections - 1_000} of ${stalledCount} kept`
          : `all, ${cut.seconds} s after the first`,
      limit: "1,000 readers kept",
      ratio: cut.connections / 1_000,
      target: "all cut, the others kept",
      met: cut.connections === 1_000,
    },
  ];
}

/** Waits until the server holds `count` connections or the time is up, and tells its largest memory meanwhile. */
async function waitForCut(
  server: Server,
  count: number,
): Promise<{ connections: number; seconds: number; largestBytes: number }> {
  const deadlineMs = Date.now() + CUT_LIMIT_MS;
  const atFirst = countConnections(server.port);
  let connections = atFirst;
  let firstCutMs: number | null = null;
  let largestBytes = 0;
  while (connections > count && Date.now() < deadlineMs) {
    await pause(500);
    connections = countConnections(server.port);
    if (connections < atFirst) firstCutMs ??= Date.now();
    largestBytes = Math.max(largestBytes, readRssBytes(server.pid));
  }
  return {
    connections,
    largestBytes,
    seconds: Math.round((Date.now() - (firstCutMs ?? Date.now())) / 1_000),
  };
}

/** P6: a thousand browsers come to a server that has just started. */
async function benchReconnect(env: Record<string, string>, load: LoadClients): Promise<BenchRow> {
  const publisher = await startBeatPublisher(["BTCUSDT"], BEAT_MS);
  const ours: number[] = [];
  const raw: number[] = [];
  let snapshots = 0;
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const [times, start] of [
      [ours, startProduct],
      [raw, startRawServer],
    ] as const) {
      const server = await start(env);
      await pause(SETTLE_MS);
      const path = "/api/stream?symbols=BTCUSDT&depth=";
      const report = await load.open({ port: server.port, path, count: 1_000 });
      times.push(report.firstTickMs);
      snapshots += report.snapshotsFirst;
      await load.close();
      await server.stop();
    }
  }
  await publisher.stop();
  const [ourMs, rawMs] = [median(ours), median(raw)];
  const result = row(
    "P6 1,000 clients reconnect, all live",
    `${ourMs.toFixed(0)} ms`,
    `raw node ${rawMs.toFixed(0)} ms`,
    {
      ratio: ourMs / rawMs,
      target: 2,
    },
  );
  return { ...result, met: result.met && snapshots === REPETITIONS * 2_000 };
}

async function interleave(
  servers: Servers,
  load: LoadClients,
  options: { path: string; count: number },
): Promise<{ ours: Sample[]; raw: Sample[] }> {
  const ours: Sample[] = [];
  const raw: Sample[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    ours.push(await sample(servers.ours, load, options));
    raw.push(await sample(servers.raw, load, options));
  }
  return { ours, raw };
}

async function sample(
  server: Server,
  load: LoadClients,
  options: { path: string; count: number },
): Promise<Sample> {
  await load.open({ port: server.port, ...options });
  await pause(SETTLE_MS);
  const cpuBeforeMs = readCpuMs(server.pid);
  const report = await load.measure(MEASURE_MS);
  const cpuMs = readCpuMs(server.pid) - cpuBeforeMs;
  await load.close();
  const symbols = new URLSearchParams(options.path.split("?")[1]).get("symbols")?.split(",").length ?? 1;
  return {
    cpuMs,
    ticks: report.ticks,
    outOfOrder: report.outOfOrder,
    p99Ms: quantile(report.latenciesMs, 0.99),
    wantedTicks: (MEASURE_MS / BEAT_MS) * options.count * symbols,
  };
}

/** A row whose ratio may be at most `target`. */
function row(
  claim: string,
  ours: string,
  limit: string,
  figure: { ratio: number; target: number },
): BenchRow {
  const { ratio, target } = figure;
  return { claim, ours, limit, ratio, target: `<= ${target}`, met: ratio <= target };
}
