import { Agent } from "node:http";
import getPort from "get-port";
import { type BenchRow, median, quantile } from "@/bench/bench-row";
import { type BenchTrader, createBenchTrader } from "@/bench/gateway/bench-trader";
import { type BenchOrderKind, type Sent, sendOrder } from "@/bench/gateway/send-order";
import { type PlainServer, startPlainServer } from "@/bench/gateway/start-plain-server";
import { getDb } from "@/lib/db/client";
import { findQueuedOrders } from "@/lib/db/queries/orders";
import type { Guarded } from "@/scripts/process/start-guarded";
import { serveGateway } from "@/scripts/product/serve-product";
import { startProduct } from "@/tests/support/start-product";

/** More concurrent orders wait longer on a small machine than the latency guard allows. */
const TRADERS = 4;
const ORDERS = 40;
const MAX_ATTEMPTS = 5;
const REPETITIONS = 11;
/** Warm-up: a new server compiles its code; after some hundred orders it is twice as fast. */
const WARM_UP_ROUNDS = 5;
const POLL_MS = 50;
const KINDS = ["order", "plain", "gateway", "empty"] as const;
const LIVE_LIMIT_MS = 60_000;

type Sample = { rate: number; latenciesMs: number[] };

/**
 * P9 of the design's table of limits: a market order's whole way, from the middleware to the response, while
 * it is executed in the background; and the same on the gateway. Beside them the same command handler behind
 * `node:http`, and the same call to a handler that rejects in its first line (the signature of its tick is forged):
 * only middleware, session, switches, schema, limit and claim.
 */
export async function run(): Promise<BenchRow[]> {
  const product = await startProduct({ env: { RATE_LIMIT_FACTOR: "100000", REDIS_TIMEOUT_MS: "10000" } });
  Object.assign(process.env, product.env);
  const agent = new Agent({ keepAlive: true, maxSockets: TRADERS });
  let plain: PlainServer | null = null;
  let gateway: Guarded | null = null;
  try {
    plain = await startPlainServer(product.env);
    const port = await getPort();
    gateway = await serveGateway({ port, env: product.env });
    const urls = {
      order: `${product.baseUrl}/api/orders`,
      empty: `${product.baseUrl}/api/orders`,
      gateway: `http://127.0.0.1:${port}/api/orders`,
      plain: plain.url,
    };
    const origin = product.env.APP_URL ?? product.baseUrl;
    const traders: BenchTrader[] = [];
    while (traders.length < TRADERS) traders.push(await createBenchTrader());
    const sendOne = (kind: BenchOrderKind, trader: BenchTrader) =>
      sendOrder({ url: urls[kind], origin, agent, trader, kind });
    const send = (kind: BenchOrderKind) => measure(kind, traders, (trader) => sendOne(kind, trader));
    await waitUntilLive(traders[0], (trader) => sendOne("order", trader));
    await waitUntilLive(traders[0], (trader) => sendOne("plain", trader));
    await waitUntilLive(traders[0], (trader) => sendOne("gateway", trader));
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
      for (const kind of KINDS) {
        await send(kind);
        await waitUntilQuiet();
      }
    }
    const samples: Record<BenchOrderKind, Sample[]> = { order: [], empty: [], gateway: [], plain: [] };
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      for (const kind of KINDS) {
        await waitUntilQuiet();
        samples[kind].push(await send(kind));
      }
    }
    return describe(samples);
  } finally {
    agent.destroy();
    await plain?.close();
    await gateway?.stop();
    await getDb().$disconnect();
    await product.close();
  }
}

/** Every trader sends one order after the other, all traders concurrently. */
async function measure(
  kind: BenchOrderKind,
  traders: readonly BenchTrader[],
  send: (trader: BenchTrader) => Promise<Sent>,
): Promise<Sample> {
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  await Promise.all(
    traders.map(async (trader) => {
      for (let order = 0; order < ORDERS; order += 1) {
        latenciesMs.push(await sendUntilAccepted(kind, () => send(trader)));
      }
    }),
  );
  return { rate: (traders.length * ORDERS) / ((performance.now() - startedMs) / 1_000), latenciesMs };
}

/** Milliseconds until the expected response. A paused machine makes an order too old: retried once. */
async function sendUntilAccepted(kind: BenchOrderKind, send: () => Promise<Sent>): Promise<number> {
  let waitedMs = 0;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { status, text, ms } = await send();
    waitedMs += ms;
    if (kind === "empty" ? text.includes("tick_proof_invalid") : status === 202) return waitedMs;
    if (!text.includes("order_too_old")) throw new Error(`Not what was to be measured: ${status} ${text}`);
  }
  throw new Error("The machine is too busy to take an order in time.");
}

/** Orders are rejected until the feed has its first prices. */
async function waitUntilLive(
  trader: BenchTrader | undefined,
  send: (trader: BenchTrader) => Promise<Sent>,
): Promise<void> {
  if (trader === undefined) throw new Error("There is no trader.");
  const expiresAtMs = Date.now() + LIVE_LIMIT_MS;
  for (;;) {
    const { status, text } = await send(trader);
    if (status === 202) return;
    if (Date.now() > expiresAtMs) throw new Error(`No order was taken: ${status} ${text}`);
    await pause();
  }
}

/** Background work of one measurement must not affect the next. */
async function waitUntilQuiet(): Promise<void> {
  while ((await findQueuedOrders({ acceptedBeforeMs: Date.now(), limit: 1 })).length > 0) await pause();
}

function describe({ order, empty, gateway, plain }: Record<BenchOrderKind, Sample[]>): BenchRow[] {
  const claim = "P9 POST /api/orders, whole path";
  const onGateway = "P9 POST /api/orders on the gateway, whole path";
  const peer = { name: "the command handler behind node:http", samples: plain };
  return [
    compareRates(`${claim}: answered a second, ${TRADERS} traders at once`, order, peer),
    compareP99(`${claim}: p99`, order, peer),
    compareRates(`${onGateway}: answered a second, ${TRADERS} traders at once`, gateway, peer),
    compareP99(`${onGateway}: p99`, gateway, peer),
    compareRates(`${claim}: answered a second`, order, { name: "empty handler", samples: empty }),
  ];
}

type Peer = { name: string; samples: readonly Sample[] };

function compareRates(claim: string, ours: readonly Sample[], peer: Peer): BenchRow {
  // Each with its peer of the same round: a machine's speed changes from minute to minute.
  const ratio = median(ours.map(({ rate }, index) => rate / (peer.samples[index]?.rate ?? Number.NaN)));
  const rateOf = (samples: readonly Sample[]) => median(samples.map(({ rate }) => rate)).toFixed(0);
  const limit = `${peer.name} ${rateOf(peer.samples)}`;
  return { claim, ours: rateOf(ours), limit, ratio, target: ">= 0.5", isMet: ratio >= 0.5 };
}

function compareP99(claim: string, ours: readonly Sample[], peer: Peer): BenchRow {
  const p99Of = (samples: readonly Sample[]) =>
    quantile(
      samples.flatMap(({ latenciesMs }) => latenciesMs),
      0.99,
    );
  const ratio = p99Of(ours) / p99Of(peer.samples);
  const limit = `${peer.name} ${p99Of(peer.samples).toFixed(1)} ms`;
  return { claim, ours: `${p99Of(ours).toFixed(1)} ms`, limit, ratio, target: "<= 2", isMet: ratio <= 2 };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
