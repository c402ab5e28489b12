import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { POST as placeOrder } from "@/app/api/orders/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { readInterest } from "@/lib/market/ingest/interest";
import { listFreshInstruments } from "@/lib/market/reference/instruments";
import { readMarkets } from "@/lib/market/reference/read-markets";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { countFills, snapshotOf } from "@/tests/faults/trading-steps";
import {
  callAs,
  orderOf,
  positionIn,
  priceOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

const work = vi.hoisted(() => ({ running: [] as Promise<void>[] }));
vi.mock("next/server", () => ({
  after: (task: () => Promise<void>) => {
    work.running.push(task());
  },
}));

/** A quiet contract of the emulator: at most a frame a second. */
const QUIET = "ZRXUSDT";
/** Bounds for hangs: a machine that is busy elsewhere shows prices late. */
const WAIT_MS = 120_000;

let world: TradingWorld;

beforeAll(async () => {
  const routes = { "/api/queue/execute": execute };
  world = await startTrading({ symbols: ["BTCUSDT", QUIET], routes });
  world.lead();
  await until(
    () => priceOf(QUIET),
    () => true,
    WAIT_MS,
  );
}, 2 * WAIT_MS);
afterAll(async () => {
  await Promise.all(work.running);
  await world.close();
});

/** A quantity worth some 50 USDT, in whole steps. */
async function affordableQty(): Promise<string> {
  const { instruments } = await listFreshInstruments();
  const step = Number(instruments.find(({ symbol }) => symbol === QUIET)?.qtyStep);
  const price = Number((await priceOf(QUIET)).last) / 1e18;
  const steps = Math.max(1, Math.ceil(50 / price / step));
  return (steps * step).toFixed(Math.max(0, Math.ceil(-Math.log10(step))));
}

/**
 * Buys until there are `count` fills: on a busy machine an order may run out of time before its book is there.
 * Without the request of a new book none is ever accepted or filled.
 */
async function fillOne(trader: TestTrader, count: number): Promise<void> {
  while ((await countFills(trader)) < count) {
    const body = orderOf(trader, { symbol: QUIET, qty: await affordableQty() });
    await until(
      () => callAs<TradingResponse>(trader, placeOrder, { method: "POST", body }),
      ({ status }) => status === 202,
      WAIT_MS,
    );
    expect(await readInterest(Date.now())).toContain(QUIET);
    await until(
      async () => (await snapshotOf(trader)).orders.length,
      (waiting) => waiting === 0,
      WAIT_MS,
    );
  }
}

/** Waits until the book is too old for an order. */
async function awaitOldBook(): Promise<void> {
  const { staleAfterMs } = BYBIT;
  await until(
    async () => (await readMarkets([QUIET], { forced: true })).get(QUIET),
    (market) => market !== undefined && market.tickMs - market.bookMs > (staleAfterMs ?? 0),
    WAIT_MS,
  );
}

it(
  "a market order in a symbol without interest, and whose book stands still, is filled from a new book",
  async () => {
    expect(await readInterest(Date.now())).not.toContain(QUIET);
    await world.controlVenue({ stillBook: QUIET });
    const trader = await world.createTrader();
    await fillOne(trader, 1);
    // The symbol is followed now, and its book stands still on.
    await awaitOldBook();
    await fillOne(trader, 2);
    expect(positionIn(await snapshotOf(trader), QUIET)).toBeDefined();
    expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
  },
  4 * WAIT_MS,
);
