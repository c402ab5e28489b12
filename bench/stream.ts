import { type BenchRow, median, quantile } from "@/bench/bench-row";
import { startFramePublisher } from "@/bench/stream/frame-publisher";
import { measureBytes } from "@/bench/stream/measure-bytes";
import { measureHeap } from "@/bench/stream/measure-heap";
import {
  countConnections,
  type InspectedServer,
  type LoadClients,
  pause,
  readCpuMs,
  readRssBytes,
  type Server,
  startGatewayProcess,
  startLoadClients,
  startProduct,
  startRawServer,
} from "@/bench/stream/processes";
import { measureVenueToBrowser } from "@/bench/stream/venue-to-browser";
import { startUpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";
import { DEFLATED_EVENTS } from "@/lib/schemas/market/market-stream";

const REPETITIONS = 3;
const MEASURE_MS = 4_000;
const QUIET_MS = 500;
const READERS = 1_000;
/** The kernel buffers some megabytes for a reader that never reads; ten seconds later it is disconnected. */
const CUT_LIMIT_MS = 150_000;
const STALLED = 100;
const ONE_SYMBOL = "/api/stream?symbols=BTCUSDT&depth=";
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

type Sample = { cpuMs: number; publications: number; events: number; gaps: number; p99Ms: number };
const NAMES = ["gateway", "route", "raw"] as const;
type Name = (typeof NAMES)[number];
type Servers = Record<"gateway" | "route", InspectedServer> & { raw: Server };
const START = {
  gateway: startGatewayProcess,
  route: startProduct,
  raw: startRawServer,
} satisfies Record<Name, (env: Record<string, string>) => Promise<Server>>;

/** W1 to W5, P5 and P6: the stream of both servers beside a raw Node server that writes the same bytes in the same run. */
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
    STREAMS_PER_IP: "100000",
    STREAM_OPENINGS_PER_MINUTE: "1000000",
    STREAM_MAX_SECONDS: "3600",
    MARKET_SYMBOLS: TEN_SYMBOLS.join(","),
  };
  Object.assign(process.env, env);
  const bytes = await measureBytes(TEN_SYMBOLS, "BTCUSDT");
  const load = startLoadClients();
  const servers = await startServers(env);
  try {
    return [
      ...bytes,
      ...(await benchProcessor(servers, load)),
      ...(await benchDelivery(servers, load)),
      ...(await benchMemory("gateway", servers, load)),
      ...(await benchMemory("route", servers, load)),
      ...(await benchReconnect(env, load)),
      ...(await measureVenueToBrowser(env, load)),
    ];
  } finally {
    await Promise.all([...NAMES.map((name) => servers[name].stop()), load.stop()]);
    await redis.close();
  }
}

async function startServers(env: Record<string, string>): Promise<Servers> {
  const [gateway, route, raw] = await Promise.all([START.gateway(env), START.route(env), START.raw(env)]);
  return { gateway, route, raw };
}

/** W3: deflated, as browsers read it. */
async function benchProcessor(servers: Servers, load: LoadClients): Promise<BenchRow[]> {
  const samples = await interleave(servers, load, {
    path: ONE_SYMBOL,
    count: READERS,
    accept: DEFLATED_EVENTS,
  });
  const perWrite = (name: Name) =>
    median(samples[name].map(({ cpuMs, publications }) => (cpuMs * 1_000) / (publications * READERS)));
  const raw = perWrite("raw");
  return (["gateway", "route"] as const).map((name) =>
    row(
      `W3 ${name}: CPU for each reader and publication`,
      `${perWrite(name).toFixed(1)} µs`,
      `raw node ${raw.toFixed(1)} µs`,
      { ratio: perWrite(name) / raw, target: name === "gateway" ? 1.3 : 3.5 },
    ),
  );
}

/** W4: as text, so that each reader's sequence and each event's age can be checked. */
async function benchDelivery(servers: Servers, load: LoadClients): Promise<BenchRow[]> {
  const samples = await interleave(servers, load, { path: ONE_SYMBOL, count: READERS });
  const p99Ms = (name: Name) => median(samples[name].map((one) => one.p99Ms));
  const rows = (["gateway", "route"] as const).flatMap((name) => [
    row(
      `W4 ${name}: delivery p99, 1,000 readers x 10 Hz`,
      `${p99Ms(name)} ms`,
      `raw node ${p99Ms("raw")} ms`,
      { ratio: p99Ms(name) / Math.max(1, p99Ms("raw")), target: name === "gateway" ? 1.5 : 3 },
    ),
    deliveryRow(name, samples[name]),
  ]);
  const crowd = await sample(servers.gateway, load, {
    path: ONE_SYMBOL,
    count: 3 * READERS,
    accept: DEFLATED_EVENTS,
  });
  const share = crowd.cpuMs / MEASURE_MS;
  const figure = { ratio: share, target: 1 };
  return [...rows, row("W4 gateway: 3,000 readers, share of a core", percent(share), "one core", figure)];
}

function deliveryRow(name: Name, samples: Sample[]): BenchRow {
  const delivered = Math.min(...samples.map(({ events, publications }) => events / (publications * READERS)));
  const gaps = samples.reduce((sum, one) => sum + one.gaps, 0);
  return {
    claim: `W4 ${name}: delivered, in order`,
    ours: `${percent(delivered)}, ${gaps} gaps`,
    limit: "every publication",
    ratio: delivered,
    target: ">= 0.97 (edges of the window), no gap",
    isMet: delivered >= 0.97 && gaps === 0,
  };
}

/** W5: memory of 1,000 readers, then of readers that never read, and their effect on the others. */
async function benchMemory(
  name: "gateway" | "route",
  servers: Servers,
  load: LoadClients,
): Promise<BenchRow[]> {
  const server = servers[name];
  const publisher = await startFramePublisher(TEN_SYMBOLS, { hasBook: true });
  const stallers = startLoadClients();
  await pause(2_000);
  const idleBytes = await measureHeap(server);
  await load.open({ port: server.port, path: ONE_SYMBOL, count: READERS });
  await pause(3_000);
  const openBytes = await measureHeap(server);
  const calm: number[] = [];
  const beside: number[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    await stallers.close();
    await pause(QUIET_MS);
    calm.push(quantile((await load.measure(MEASURE_MS)).latenciesMs, 0.99));
    const path = `/api/stream?symbols=${TEN_SYMBOLS.join(",")}`;
    await stallers.open({ port: server.port, path, count: STALLED, stalled: true });
    beside.push(quantile((await load.measure(MEASURE_MS)).latenciesMs, 0.99));
  }
  const calmBytes = readRssBytes(server.pid);
  const cut = await waitForCut(server, READERS);
  await stallers.stop();
  await load.close();
  await publisher.stop();
  const perReader = (openBytes - idleBytes) / READERS / 1_024;
  const perStalled = Math.max(0, cut.largestBytes - calmBytes) / STALLED / 1_024;
  const [calmP99, stalledP99] = [median(calm), median(beside)];
  return [
    row(
      `W5 ${name}: memory a reader, heap and buffers after a collection`,
      `${perReader.toFixed(1)} KB`,
      "60 KB",
      {
        ratio: perReader / 60,
        target: 1,
      },
    ),
    row(`W5 ${name}: memory a stalled reader`, `${perStalled.toFixed(0)} KB`, "256 KB", {
      ratio: perStalled / 256,
      target: 1,
    }),
    row(`W5 ${name}: p99 of the others beside stalled readers`, `${stalledP99} ms`, `without ${calmP99} ms`, {
      ratio: stalledP99 / Math.max(1, calmP99),
      target: 1.2,
    }),
    {
      claim: `W5 ${name}: stalled readers are cut`,
      ours:
        cut.connections > READERS
          ? `${cut.connections - READERS} of ${STALLED} kept`
          : `all, ${cut.seconds} s after the first`,
      limit: "1,000 readers kept",
      ratio: cut.connections / READERS,
      target: "all cut, the others kept",
      isMet: cut.connections === READERS,
    },
  ];
}

/** Waits until the server has `count` connections or the time is up; returns its largest memory meanwhile. */
async function waitForCut(
  server: Server,
  count: number,
): Promise<{ connections: number; seconds: number; largestBytes: number }> {
  const expiresAtMs = Date.now() + CUT_LIMIT_MS;
  const atFirst = countConnections(server.port);
  let connections = atFirst;
  let firstCutMs: number | null = null;
  let largestBytes = 0;
  while (connections > count && Date.now() < expiresAtMs) {
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

/** P6: a thousand browsers connect to a server that has just started. */
async function benchReconnect(env: Record<string, string>, load: LoadClients): Promise<BenchRow[]> {
  const publisher = await startFramePublisher(["BTCUSDT"]);
  const times: Record<Name, number[]> = { gateway: [], route: [], raw: [] };
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const name of NAMES) {
      const server = await START[name](env);
      await pause(QUIET_MS);
      const report = await load.open({ port: server.port, path: ONE_SYMBOL, count: READERS });
      times[name].push(report.firstEventMs);
      await load.close();
      await server.stop();
    }
  }
  await publisher.stop();
  const rawMs = median(times.raw);
  return (["gateway", "route"] as const).map((name) => {
    const ours = median(times[name]);
    return row(
      `P6 ${name}: 1,000 readers reconnect, all live`,
      `${ours.toFixed(0)} ms`,
      `raw node ${rawMs.toFixed(0)} ms`,
      {
        ratio: ours / rawMs,
        target: 2,
      },
    );
  });
}

type Crowd = { path: string; count: number; accept?: string };

async function interleave(
  servers: Servers,
  load: LoadClients,
  crowd: Crowd,
): Promise<Record<Name, Sample[]>> {
  const samples: Record<Name, Sample[]> = { gateway: [], route: [], raw: [] };
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const name of NAMES) samples[name].push(await sample(servers[name], load, crowd));
  }
  return samples;
}

/** The other servers are idle meanwhile. */
async function sample(server: Server, load: LoadClients, crowd: Crowd): Promise<Sample> {
  const publisher = await startFramePublisher(["BTCUSDT"]);
  await pause(QUIET_MS);
  await load.open({ port: server.port, ...crowd });
  await pause(QUIET_MS);
  const cpuBeforeMs = readCpuMs(server.pid);
  const before = publisher.published();
  const report = await load.measure(MEASURE_MS);
  const cpuMs = readCpuMs(server.pid) - cpuBeforeMs;
  const publications = publisher.published() - before;
  await load.close();
  await publisher.stop();
  const { events, gaps, latenciesMs } = report;
  return {
    cpuMs,
    publications,
    events,
    gaps,
    p99Ms: latenciesMs.length > 0 ? quantile(latenciesMs, 0.99) : 0,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** A row whose ratio may be at most `target`. */
function row(
  claim: string,
  ours: string,
  limit: string,
  figure: { ratio: number; target: number },
): BenchRow {
  const { ratio, target } = figure;
  return { claim, ours, limit, ratio, target: `<= ${target}`, isMet: ratio <= target };
}
