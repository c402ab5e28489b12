import { Agent } from "node:http";
import { type BenchRow, median, quantile } from "@/bench/bench-row";
import { type BenchTrader, createBenchTrader } from "@/bench/gateway/bench-trader";
import { type Sent, sendOrder } from "@/bench/gateway/send-order";
import { startProduct } from "@/dev/testing/start-product";
import { getDb } from "@/lib/db/client";
import { findQueuedOrders } from "@/lib/db/orders";

/** More at once wait longer on a small machine than the latency guard lets an order be on its way. */
const TRADERS = 4;
const ORDERS = 40;
const MAX_ATTEMPTS = 5;
const REPETITIONS = 11;
/** A server that has just started compiles what it runs: after some hundred orders it takes twice as many a second. */
const WARM_UP_ROUNDS = 5;
const POLL_MS = 50;
const LIVE_LIMIT_MS = 60_000;

type Kind = "order" | "empty";
type Sample = { rate: number; latenciesMs: number[] };

/**
 * P9 of the design's table of limits: a market order's whole way, from the middleware to the answer, its execution
 * going on behind it. Beside it the same call to the same door that the handler refuses in its first line (the
 * signature of its tick is forged): middleware, session, switches and schema, and a handler that does nothing.
 */
export async function run(): Promise<BenchRow[]> {
  const product = await startProduct({ env: { RATE_LIMIT_FACTOR: "100000", REDIS_PATIENCE_MS: "10000" } });
  Object.assign(process.env, product.env);
  const agent = new Agent({ keepAlive: true, maxSockets: TRADERS });
  try {
    const traders: BenchTrader[] = [];
    while (traders.length < TRADERS) traders.push(await createBenchTrader());
    const send = (kind: Kind) =>
      measure(kind, traders, (trader) => sendOrder({ product, agent, trader, kind }));
    await waitUntilLive(traders[0], (trader) => sendOrder({ product, agent, trader, kind: "order" }));
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
      await send("empty");
      await send("order");
      await waitUntilQuiet();
    }
    const samples: Record<Kind, Sample[]> = { order: [], empty: [] };
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      for (const kind of ["order", "empty"] as const) {
        await waitUntilQuiet();
        samples[kind].push(await send(kind));
      }
    }
    return describe(samples);
  } finally {
    agent.destroy();
    await getDb().$disconnect();
    await product.close();
  }
}

/** Every trader sends one order after the other, all of them at once. */
async function measure(
  kind: Kind,
  traders: readonly BenchTrader[],
  send: (trader: BenchTrader) => Promise<Sent>,
): Promise<Sample> {
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  await Promise.all(
    traders.map(async (trader) => {
      for (let order = 0; order < ORDERS; order += 1) {
        latenciesMs.push(await sendUntilTaken(kind, () => send(trader)));
      }
    }),
  );
  return { rate: (traders.length * ORDERS) / ((performance.now() - startedMs) / 1_000), latenciesMs };
}

/** Milliseconds until one is answered as it should be. A machine that stands still makes an order too old: once more. */
async function sendUntilTaken(kind: Kind, send: () => Promise<Sent>): Promise<number> {
  let waitedMs = 0;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { status, text, ms } = await send();
    waitedMs += ms;
    if (kind === "order" ? status === 202 : text.includes("tick_proof_invalid")) return waitedMs;
    if (!text.includes("order_too_old")) throw new Error(`Not what was to be measured: ${status} ${text}`);
  }
  throw new Error("The machine is too busy to take an order in time.");
}

/** Orders are refused until the feed has its first prices. */
async function waitUntilLive(
  trader: BenchTrader | undefined,
  send: (trader: BenchTrader) => Promise<Sent>,
): Promise<void> {
  if (trader === undefined) throw new Error("There is no trader.");
  const deadlineMs = Date.now() + LIVE_LIMIT_MS;
  for (;;) {
    const { status, text } = await send(trader);
    if (status === 202) return;
    if (Date.now() > deadlineMs) throw new Error(`No order was taken: ${status} ${text}`);
    await pause();
  }
}

/** What one measurement left to do must not weigh on the next. */
async function waitUntilQuiet(): Promise<void> {
  while ((await findQueuedOrders({ acceptedBeforeMs: Date.now(), limit: 1 })).length > 0) await pause();
}

function describe({ order, empty }: Record<Kind, Sample[]>): BenchRow[] {
  const [ours, peer] = [order, empty].map((samples) => median(samples.map(({ rate }) => rate))) as [
    number,
    number,
  ];
  // Each with the one measured right after it: a machine's pace changes from minute to minute.
  const ratio = median(order.map(({ rate }, index) => rate / (empty[index]?.rate ?? Number.NaN)));
  const [ourP99, peerP99] = [order, empty].map((samples) =>
    quantile(
      samples.flatMap(({ latenciesMs }) => latenciesMs),
      0.99,
    ),
  ) as [number, number];
  return [
    {
      claim: `P9 POST /api/orders, whole path: answered a second, ${TRADERS} traders at once`,
      ours: ours.toFixed(0),
      limit: `empty handler ${peer.toFixed(0)}`,
      ratio,
      target: ">= 0.5",
      met: ratio >= 0.5,
    },
    {
      claim: "P9 POST /api/orders: p99",
      ours: `${ourP99.toFixed(1)} ms`,
      limit: `empty handler ${peerP99.toFixed(1)} ms`,
      ratio: ourP99 / peerP99,
      target: "<= 2",
      met: ourP99 <= 2 * peerP99,
    },
  ];
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
