import { Agent } from "node:http";
import { type BenchRow, quantile } from "@/bench/bench-row";
import { type BenchTrader, createBenchTrader } from "@/bench/gateway/bench-trader";
import { sendOrder } from "@/bench/gateway/send-order";
import { readServerFigures, slopeAMinute } from "@/bench/soak/server-figures";
import { startLoadClients } from "@/bench/stream/processes";
import { getDb } from "@/lib/db/client";
import { type RunningProduct, startProduct } from "@/tests/support/start-product";

/** The design requires thirty; its first and last sixth are compared. */
const MINUTES = Number(process.env.SOAK_MINUTES ?? 30);
const WINDOW_MS = (MINUTES * 60_000) / 6;
const WARM_UP_MS = 30_000;
const STREAMS = 500;
const ORDERS_A_SECOND = 5;
const TRADERS = 10;
const LOOK_EVERY_MS = 5_000;
const METRICS_TOKEN = "soak-metrics-token-0123456789";

type Window = { orderP99Ms: number; streamP99Ms: number };

/** P16: hours of an ordinary day in half an hour. Growth over time shows in the last sixth. */
export async function run(): Promise<BenchRow[]> {
  const product = await startProduct({
    env: {
      RATE_LIMIT_FACTOR: "100000",
      STREAMS_PER_IP: "1000",
      METRICS_TOKEN,
    },
  });
  Object.assign(process.env, product.env);
  const load = startLoadClients();
  const orders = await startOrders(product);
  const figures = watchFigures(product);
  try {
    const path = "/api/stream?symbols=BTCUSDT,ETHUSDT,SOLUSDT&depth=BTCUSDT";
    await load.open({ port: Number(new URL(product.baseUrl).port), path, count: STREAMS });
    await pause(WARM_UP_MS);
    orders.drainLatencies();
    orders.consumeRejected();
    figures.restart();
    const windows: Window[] = [];
    while (windows.length < 6) {
      const { latenciesMs } = await load.measure(WINDOW_MS);
      const orderMs = orders.drainLatencies();
      windows.push({ orderP99Ms: quantile(orderMs, 0.99), streamP99Ms: quantile(latenciesMs, 0.99) });
      // Details of the run: whether it grows step by step, or one sixth is an outlier.
      console.log(
        `  sixth ${windows.length}: orders p50 ${quantile(orderMs, 0.5).toFixed(0)} ms, p90 ${quantile(orderMs, 0.9).toFixed(0)}, ` +
          `p99 ${quantile(orderMs, 0.99).toFixed(0)}; prices p99 ${quantile(latenciesMs, 0.99).toFixed(0)} ms`,
      );
    }
    return describe(windows, figures.read(), orders.consumeRejected());
  } finally {
    figures.stop();
    await orders.stop();
    await load.stop();
    await getDb().$disconnect();
    await product.close();
  }
}

/** Traders who take turns, five orders a second together. */
async function startOrders(product: RunningProduct): Promise<{
  /** Latencies since the last call, ms. */
  drainLatencies: () => number[];
  /** Rejected orders since the last call. */
  consumeRejected: () => number;
  stop: () => Promise<void>;
}> {
  const traders: BenchTrader[] = [];
  while (traders.length < TRADERS) traders.push(await createBenchTrader());
  const agent = new Agent({ keepAlive: true });
  const url = `${product.baseUrl}/api/orders`;
  const origin = product.env.APP_URL ?? product.baseUrl;
  const open = new Set<Promise<void>>();
  let latenciesMs: number[] = [];
  let rejected = 0;
  let turn = 0;
  const send = async (): Promise<void> => {
    const trader = traders[turn++ % TRADERS];
    if (!trader) return;
    const { status, ms } = await sendOrder({ url, origin, agent, trader, kind: "order" });
    if (status === 202) latenciesMs.push(ms);
    else rejected += 1;
  };
  const timer = setInterval(() => {
    const sending = send()
      .catch(() => {
        rejected += 1;
      })
      .finally(() => open.delete(sending));
    open.add(sending);
  }, 1_000 / ORDERS_A_SECOND);
  return {
    drainLatencies: () => {
      const drained = latenciesMs;
      latenciesMs = [];
      return drained;
    },
    consumeRejected: () => {
      const drained = rejected;
      rejected = 0;
      return drained;
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
      agent.destroy();
    },
  };
}

/** Samples the server every few seconds. */
function watchFigures(product: RunningProduct) {
  let memory: { minute: number; megabytes: number }[] = [];
  let connections: number[] = [];
  const look = async () => {
    const seen = await readServerFigures(product.baseUrl, METRICS_TOKEN);
    if (!seen) return;
    memory.push({ minute: Date.now() / 60_000, megabytes: seen.megabytes });
    connections.push(seen.connections);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return {
    restart: () => {
      memory = [];
      connections = [];
    },
    read: () => ({ megabytesAMinute: slopeAMinute(memory), connections }),
    stop: () => clearInterval(timer),
  };
}

function describe(
  windows: readonly Window[],
  figures: { megabytesAMinute: number; connections: readonly number[] },
  rejected: number,
): BenchRow[] {
  const [first, last] = [windows[0], windows.at(-1)] as [Window, Window];
  const { megabytesAMinute, connections } = figures;
  const [least, most] = [Math.min(...connections), Math.max(...connections)];
  const title = `P16 soak of ${MINUTES} min, ${STREAMS} streams, ${ORDERS_A_SECOND} orders a second`;
  const compare = (what: string, lastMs: number, firstMs: number): BenchRow => ({
    claim: `${title}: ${what} p99, last sixth`,
    ours: `${lastMs.toFixed(0)} ms`,
    limit: `first sixth ${firstMs.toFixed(0)} ms`,
    ratio: lastMs / firstMs,
    target: "<= 1.2",
    isMet: lastMs / firstMs <= 1.2,
  });
  return [
    compare("order answered,", last.orderP99Ms, first.orderP99Ms),
    compare("price delivered,", last.streamP99Ms, first.streamP99Ms),
    {
      claim: `${title}: memory`,
      ours: `${megabytesAMinute.toFixed(2)} MB a minute`,
      limit: "1 MB a minute",
      ratio: megabytesAMinute,
      target: "<= 1",
      isMet: megabytesAMinute <= 1,
    },
    {
      claim: `${title}: database connections`,
      ours: `${least} to ${most}`,
      limit: "constant",
      ratio: most / least,
      target: "1",
      isMet: most === least,
    },
    {
      claim: `${title}: orders not taken`,
      ours: String(rejected),
      limit: "none",
      ratio: rejected,
      target: "0",
      isMet: rejected === 0,
    },
  ];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
