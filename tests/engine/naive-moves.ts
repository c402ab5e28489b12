import type { Price, Qty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { buildTiers } from "@/lib/core/engine/positions/instrument";
import type { NaiveEngine, NaiveMarket, NaiveRequest } from "@/tests/engine/naive-engine";
import { dec, makeContext, makeInstrument, money } from "@/tests/support/engine-fixtures";
import type { SeededRandom } from "@/tests/support/seeded-random";

const SYMBOL = "BTCUSDT";
/** Tiers low enough for a portfolio of 10,000 to reach them. */
const INSTRUMENT = makeInstrument({
  tiers: buildTiers([
    { limit: money(100_000), maintenanceRate: dec("0.005"), maxLeverage: dec(100) },
    { limit: money(10_000_000), maintenanceRate: dec("0.01"), maxLeverage: dec(50) },
  ]),
});
const TICK = 10n ** 17n;
const STEP = 10n ** 15n;
const STEP_MS = 10;

/** One move of a trader or the market as data, in the naive engine's units; both engines can play it. */
export type NaiveMove =
  | { op: "submit"; request: NaiveRequest }
  | { op: "execute"; id: string }
  | { op: "cancel"; id: string }
  | { op: "set-leverage"; leverage: number }
  | { op: "fund"; rate: number }
  | { op: "point"; last: number; mark: number };

/** A whole tick of the naive engine as a price. */
export const priceOf = (tick: number) => (BigInt(tick) * TICK) as Price;
/** Whole steps of the naive engine as a quantity. */
export const qtyOf = (steps: number) => (BigInt(steps) * STEP) as Qty;

/** Plays a move on the naive engine; returns the reason of a rejection, or null. */
export function playNaively(engine: NaiveEngine, move: NaiveMove, market: NaiveMarket): string | null {
  switch (move.op) {
    case "submit":
      return engine.submit(move.request);
    case "execute":
      return engine.execute(move.id);
    case "cancel":
      return engine.cancel(move.id);
    case "set-leverage":
      return engine.setLeverage(move.leverage);
    case "fund":
      engine.fund(move.rate, market.mark);
      return null;
    case "point":
      engine.point(move.last, move.mark);
      return null;
  }
}

/** The same move as a command of the engine. */
export function toCommand(move: NaiveMove, at: { market: NaiveMarket; step: number }): Command {
  const timeMs = at.step * STEP_MS;
  switch (move.op) {
    case "submit":
      return { type: "submit", order: toOrderRequest(move.request) };
    case "execute":
      return { type: "execute", orderId: move.id };
    case "cancel":
      return { type: "cancel", orderId: move.id };
    case "set-leverage":
      return { type: "set-leverage", symbol: SYMBOL, leverage: dec(move.leverage) };
    case "fund": {
      const mark = priceOf(at.market.mark);
      return { type: "settle-funding", symbol: SYMBOL, rate: dec(move.rate), mark, fundingMs: timeMs };
    }
    case "point": {
      const point = { last: priceOf(move.last), mark: priceOf(move.mark), qty: null, timeMs, seq: 1 };
      return { type: "price-moved", symbol: SYMBOL, path: { kind: "points", points: [point] } };
    }
  }
}

function toOrderRequest(request: NaiveRequest) {
  const { tick, stop, target, kind } = request;
  const waits = kind === "stop-market" || kind === "take-profit-market";
  const attach = (at: number | null) => (at === null ? null : { price: priceOf(at), by: "last" as const });
  return {
    orderId: request.id,
    symbol: SYMBOL,
    side: request.buy ? ("buy" as const) : ("sell" as const),
    kind,
    qty: qtyOf(request.steps),
    price: kind === "limit" && tick !== null ? priceOf(tick) : undefined,
    trigger: waits && tick !== null ? { price: priceOf(tick) } : undefined,
    timeInForce: kind === "limit" ? request.tif : undefined,
    reduceOnly: request.reduceOnly,
    attached: { stopLoss: attach(stop), takeProfit: attach(target) },
  };
}

/** The engine's context of a step of the naive engine's market. */
export function toContext(market: NaiveMarket, step: number): Context {
  const nowMs = step * STEP_MS;
  const levels = (side: NaiveMarket["bids"]) =>
    side.map((level) => ({ price: priceOf(level.tick), qty: qtyOf(level.steps) }));
  const context = makeContext({ nowMs, instrument: INSTRUMENT, market: null });
  const shown = {
    last: priceOf(market.last),
    mark: priceOf(market.mark),
    index: null,
    book: { bids: levels(market.bids), asks: levels(market.asks) },
    tickMs: nowMs,
    tickSeq: nowMs,
    // Later than what is decided on it, as the first book after each order.
    bookMs: nowMs + 1,
  };
  return { ...context, markets: new Map([[SYMBOL, shown]]) };
}

/** A random move that the orders and the position of the naive engine make possible. */
export function randomMove(
  random: SeededRandom,
  at: { naive: NaiveEngine; market: NaiveMarket; step: number },
): NaiveMove {
  const { naive, market } = at;
  const queued = naive.orders.find((order) => order.kind === "market");
  if (queued && random.chance(0.7)) return { op: "execute", id: queued.id };
  const roll = random.next();
  if (roll < 0.4) return { op: "submit", request: randomRequest(random, at) };
  if (roll < 0.75) {
    const last = Math.max(50, Math.round(market.last * (1 + (random.next() - 0.5) * 0.08)));
    const mark = Math.max(50, Math.round(last * (1 + (random.next() - 0.5) * 0.01)));
    return { op: "point", last, mark };
  }
  if (roll < 0.85) {
    return { op: "cancel", id: naive.orders.length > 0 ? random.pick(naive.orders).id : "none" };
  }
  if (roll < 0.93) return { op: "set-leverage", leverage: random.pick([1, 2, 3, 5, 10, 20, 50, 100]) };
  return { op: "fund", rate: random.pick([-0.001, -0.0001, 0.0001, 0.003]) };
}

function randomRequest(
  random: SeededRandom,
  at: { naive: NaiveEngine; market: NaiveMarket; step: number },
): NaiveRequest {
  const { last } = at.market;
  const held = Math.abs(at.naive.size);
  const kind = random.pick([
    "market",
    "market",
    "limit",
    "limit",
    "stop-market",
    "take-profit-market",
  ] as const);
  const buy = random.chance(0.5);
  const near = () => Math.max(10, Math.round(last * (1 + (random.next() - 0.5) * 0.06)));
  const wanted =
    random.chance(0.3) && held > 0 ? held * random.pick([0.5, 1, 1.5, 2]) : random.next() ** 3 * 400_000;
  const attaches = kind !== "stop-market" && random.chance(0.3);
  return {
    id: `o${at.step}`,
    buy,
    kind,
    steps: Math.max(1, Math.round(wanted)),
    tick: kind === "market" ? null : near(),
    tif: kind === "limit" ? random.pick(["GTC", "GTC", "IOC", "FOK", "post-only"] as const) : "IOC",
    reduceOnly: random.chance(0.2),
    stop: attaches ? near() : null,
    target: attaches && random.chance(0.5) ? near() : null,
  };
}

/** A market with a new book around the last price of the one before, or of `around` ticks. */
export function randomMarket(
  random: SeededRandom,
  around: number,
  before: NaiveMarket | null = null,
): NaiveMarket {
  const last = before?.last ?? around;
  const ladder = (sign: number) =>
    Array.from({ length: 6 }, (_, index) => ({
      tick: Math.max(1, last + sign * (1 + index * (1 + Math.floor(last / 400)))),
      steps: 1 + random.int(2_000_000),
    })).slice(0, 2 + random.int(5));
  return { last, mark: before?.mark ?? last, bids: ladder(-1), asks: ladder(1) };
}
