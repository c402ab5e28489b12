import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, it } from "vitest";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { placeOrderSchema } from "@/lib/schemas/trading/trading";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";
import { placeOrder } from "@/lib/trading/orders/place-order";
import { sweepOrders } from "@/lib/trading/orders/sweep-orders";
import { assertKept, assertSettled } from "@/tests/faults/assert-settled";
import type { WorkerMessage, WorkerOrders } from "@/tests/faults/trading-worker";
import { orderOf, startTrading, type TradingWorld, until } from "@/tests/support/start-trading";

const WORKER = fileURLToPath(new URL("trading-worker.ts", import.meta.url));
/** A few in the suite; `KILL_CYCLES=100` for the long run. */
const CYCLES = Number(process.env.KILL_CYCLES ?? 2);
const SEED = Number(process.env.KILL_SEED ?? 20_261_124);
const ORDERS = 8;

let world: TradingWorld;
let child: ChildProcess | null = null;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
  await world.setMarket("BTCUSDT", 100_000);
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await world.close();
});

/** Runs orders in another process and kills it after this many of its messages; resolves with them. */
function runAndKill(orders: WorkerOrders, afterWords: number): Promise<WorkerMessage[]> {
  const process = fork(WORKER, { execArgv: ["--conditions=react-server", "--import", "tsx"] });
  child = process;
  const words: WorkerMessage[] = [];
  return new Promise((resolve) => {
    process.on("message", (word: WorkerMessage) => {
      words.push(word);
      if (words.length === afterWords || word === "done") process.kill("SIGKILL");
    });
    process.on("exit", () => resolve(words));
    process.send(orders);
  });
}

it(`fault 18: ${CYCLES} kills at random points lose nothing and do nothing twice (seed ${SEED})`, {
  timeout: 60_000 + CYCLES * 30_000,
}, async () => {
  let random = SEED;
  const draw = (below: number) => {
    random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
    return random % below;
  };
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    const { userId, portfolioId, cookie } = await world.createTrader();
    const orders = Array.from({ length: ORDERS }, () =>
      placeOrderSchema.parse(orderOf({ userId, portfolioId, cookie }, { qty: "0.005" })),
    );
    const where = `cycle ${cycle}`;
    const words = await runAndKill({ userId, orders }, 1 + draw(ORDERS * 2));
    const accepted = words.flatMap((word) => (word !== "done" && "accepted" in word ? [word.accepted] : []));
    await assertKept(portfolioId, accepted, where);

    // The trader, the queue and the sweep retry under the same id.
    for (const body of orders) {
      await placeOrder(userId, body);
      await executeMarketOrder({ portfolioId, orderId: body.clientOrderId });
    }
    await until(
      async () => {
        await sweepOrders();
        return (await loadPortfolio(portfolioId))?.state;
      },
      (state) => state?.orders.length === 0,
    );
    const ids = orders.map((order) => order.clientOrderId);
    await assertSettled(portfolioId, ids, where);
  }
});
