import { type ApiBot, createApiBot } from "@/bench/api/api-bot";
import { measureBots } from "@/bench/api/bots";
import { measureSignatures } from "@/bench/api/measure-signatures";
import { measureEvents, measureSocketMemory } from "@/bench/api/private-sockets";
import { type BenchRow, quantile } from "@/bench/bench-row";
import {
  readRssBytes,
  type Server,
  startGatewayProcess,
  startProduct as startServer,
} from "@/bench/stream/processes";
import { getDb } from "@/lib/db/client";
import { startProduct } from "@/tests/support/start-product";

/** The design requires five minutes; `API_BENCH_SECONDS` sets another length. */
const BOT_SECONDS = Number(process.env.API_BENCH_SECONDS ?? 300);
const BOTS = 100;
const WARM_UP = 300;
const CALLS = 400;
const SIGNATURE_LIMIT_US = 60;
const EVENT_LIMITS_MS = { p50: 25, p99: 120 };
const SOCKET_LIMIT_KB = 40;

/** A1 to A5 of the design of the open API, against a gateway process. */
export async function run(): Promise<BenchRow[]> {
  const product = await startProduct({
    env: { RATE_LIMIT_FACTOR: "100000", STREAMS_PER_IP: "5000", STREAM_OPENINGS_PER_MINUTE: "100000" },
  });
  Object.assign(process.env, product.env);
  const servers: Server[] = [];
  const stopAll = () => Promise.all(servers.splice(0).map((server) => server.stop()));
  try {
    const gateway = await startGatewayProcess(product.env);
    servers.push(gateway);
    const bots: ApiBot[] = [];
    while (bots.length < BOTS) bots.push(await createApiBot([gateway.port]));
    const [first] = bots;
    if (first === undefined) throw new Error("There are no bots.");
    await first.awaitMarket();
    return [
      ...(await measureCalls(first)),
      ...describeEvents(await measureEvents(bots)),
      describeSignatures(measureSignatures()),
      describeMemory(await measureSocketMemory(bots, () => readRssBytes(gateway.pid))),
      describeBots(await measureCrash(product.env, servers)),
    ];
  } finally {
    await stopAll();
    await getDb().$disconnect();
    await product.close();
  }
}

/**
 * A4: the bots trade over two gateways and a server of the app; in the middle one gateway and that server are killed, and
 * their bots go on with the other gateway.
 */
async function measureCrash(env: Record<string, string>, servers: Server[]) {
  const [kept, killed] = [await startGatewayProcess(env), await startGatewayProcess(env)];
  servers.push(kept, killed);
  const app = await startServer(env);
  servers.push(app);
  const starts = [kept.port, killed.port, app.port];
  const bots: ApiBot[] = [];
  while (bots.length < BOTS) {
    bots.push(await createApiBot([starts[bots.length % starts.length] ?? kept.port, kept.port]));
  }
  for (const bot of bots.slice(0, starts.length)) await bot.awaitMarket();
  const atHalf = async () => {
    await Promise.all([killed.stop(), app.stop()]);
  };
  return measureBots(bots, { seconds: BOT_SECONDS, atHalf });
}

/** A1: creating an order that rests, beside a signed call that reads its key alone; both in turn. */
async function measureCalls(bot: ApiBot): Promise<BenchRow[]> {
  const times: Record<"create" | "empty", number[]> = { create: [], empty: [] };
  for (let call = 0; call < WARM_UP + CALLS; call += 1) {
    const empty = await timed(() => bot.get("/v5/user/query-api"));
    const create = await timed(() => bot.createResting());
    if (call % 100 === 99) await bot.cancelAll();
    if (call < WARM_UP) continue;
    times.empty.push(empty);
    times.create.push(create);
  }
  return [0.5, 0.99].map((q) => {
    const [ours, limit] = [quantile(times.create, q), quantile(times.empty, q)];
    return {
      claim: `A1 POST /v5/order/create, one key, p${q * 100}`,
      ours: `${ours.toFixed(1)} ms`,
      limit: `signed call that reads its key ${limit.toFixed(1)} ms`,
      ratio: ours / limit,
      target: "<= 2",
      isMet: ours / limit <= 2,
    };
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function describeEvents(delaysMs: readonly number[]): BenchRow[] {
  return (
    [
      ["p50", 0.5],
      ["p99", 0.99],
    ] as const
  ).map(([name, q]) => {
    const ours = quantile(delaysMs, q);
    const limit = EVENT_LIMITS_MS[name];
    return {
      claim: `A2 create to the order event on the private socket, ${BOTS} sockets, ${name}`,
      ours: `${ours.toFixed(1)} ms`,
      limit: `${limit} ms`,
      ratio: ours / limit,
      target: "<= 1",
      isMet: ours <= limit,
    };
  });
}

function describeSignatures(us: number): BenchRow {
  return {
    claim: "A3 check of a signature",
    ours: `${us.toFixed(1)} µs`,
    limit: `${SIGNATURE_LIMIT_US} µs`,
    ratio: us / SIGNATURE_LIMIT_US,
    target: "<= 1",
    isMet: us <= SIGNATURE_LIMIT_US,
  };
}

function describeMemory(bytes: number): BenchRow {
  const kb = bytes / 1_024;
  return {
    claim: "A5 memory a private socket",
    ours: `${kb.toFixed(1)} KB`,
    limit: `${SOCKET_LIMIT_KB} KB`,
    ratio: kb / SOCKET_LIMIT_KB,
    target: "<= 1",
    isMet: kb <= SOCKET_LIMIT_KB,
  };
}

function describeBots({ sent, stored, missing }: Awaited<ReturnType<typeof measureBots>>): BenchRow {
  return {
    claim: `A4 ${BOTS} bots at an order a second for ${BOT_SECONDS} s, a gateway and a server killed: orders stored once, executions are the trades`,
    ours: `${stored} orders, ${missing} lost or doubled`,
    limit: `${sent} accepted`,
    ratio: stored / sent,
    target: "= 1, none lost or doubled",
    isMet: stored === sent && missing === 0,
  };
}
