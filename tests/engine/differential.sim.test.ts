import { expect, it } from "vitest";
import { type Price, type Qty, toNumber } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import { buildTiers } from "@/lib/core/engine/positions/instrument";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { NaiveEngine, type NaiveMarket, type NaiveRequest } from "@/tests/engine/naive-engine";
import { dec, makeContext, makeInstrument, money, openPortfolio } from "@/tests/support/engine-fixtures";
import { type SeededRandom, seededRandom } from "@/tests/support/seeded-random";

/** A few seconds' worth in the quick check, more in `npm test`, or DIFFERENTIAL_EVENTS. */
const EVENTS = Number(
  process.env.DIFFERENTIAL_EVENTS ?? (process.env.SIMULATION === "full" ? 100_000 : 10_000),
);
const EVENTS_A_SEED = 200;
const SYMBOL = "BTCUSDT";
/** Tiers low enough for a portfolio of 10,000 to reach them. */
const instrument = makeInstrument({
  tiers: buildTiers([
    { limit: money(100_000), maintenanceRate: dec("0.005"), maxLeverage: dec(100) },
    { limit: money(10_000_000), maintenanceRate: dec("0.01"), maxLeverage: dec(50) },
  ]),
});
const TICK = 10n ** 17n;
const STEP = 10n ** 15n;
const priceOf = (tick: number) => (BigInt(tick) * TICK) as Price;
const qtyOf = (steps: number) => (BigInt(steps) * STEP) as Qty;

it(`agrees with the naive engine over ${EVENTS} random events`, { timeout: 600_000 }, () => {
  const seen = new Set<string>();
  for (let seed = 1; seed * EVENTS_A_SEED <= EVENTS; seed += 1) playSeed(seed, seen);
  // Every kind of event must have occurred, or it was not compared.
  expect([...seen].sort()).toEqual(expect.arrayContaining(HAPPENINGS));
});

const HAPPENINGS = [
  "insufficient_margin",
  "leverage_above_cap",
  "no_liquidity",
  "notional_below_min",
  "order-filled",
  "order-rejected",
  "position-liquidated",
  "post_only_would_match",
  "price_outside_limit",
  "reduce_only_would_open",
  "trade-closed",
  "wrong_side_stop",
];

function playSeed(seed: number, seen: Set<string>): void {
  const random = seededRandom(seed);
  let market = randomMarket(random, 1_000 + random.int(4_000), null);
  let state = openPortfolio();
  const naive = new NaiveEngine(market);
  for (let step = 1; step <= EVENTS_A_SEED; step += 1) {
    if (random.chance(0.5)) market = randomMarket(random, market.last, market);
    const nowMs = step * 10;
    naive.show(market);
    const move = randomMove(random, { state, market, step });
    const context = contextOf(market, nowMs);
    const decision = decide(state, move.command, context);
    const reason = move.naive(naive);
    const where = `seed ${seed}, step ${step}: ${move.command.type}`;
    const rejected = decision.ok ? null : decision.reason;
    if (rejected !== reason) expect(rejected, where).toBe(reason);
    if (reason !== null) seen.add(reason);
    if (decision.ok) {
      state = decision.state;
      for (const event of decision.events) seen.add(event.type);
    }
    if (move.prices) market = { ...market, ...move.prices };
    compare(state, naive, { where, context });
  }
}

function compare(state: PortfolioState, naive: NaiveEngine, at: { where: string; context: Context }): void {
  const position = state.positions[0];
  const ours = {
    orders: state.orders.map((order) => `${order.id} ${order.filled}`),
    size: position ? Math.round(toNumber(position.qty) * 1_000) : 0,
    stop: position?.stopLoss ? Math.round(toNumber(position.stopLoss.price) * 10) : null,
    target: position?.takeProfit ? Math.round(toNumber(position.takeProfit.price) * 10) : null,
    liquidations: state.liquidations,
  };
  const theirs = {
    orders: naive.orders.map((order) => `${order.id} ${qtyOf(order.filled)}`),
    size: naive.size,
    stop: naive.stop,
    target: naive.target,
    liquidations: naive.liquidations,
  };
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) expect(ours, at.where).toEqual(theirs);
  expectClose("balance", toNumber(state.balance), naive.balance, at.where);
  expectClose("cost", position ? toNumber(position.cost) : 0, naive.cost, at.where);
  expectClose("free", toNumber(at.context.rules.freeMargin(state, at.context)), naive.free(), at.where);
}

function expectClose(name: string, ours: number, theirs: number, where: string): void {
  if (Math.abs(ours - theirs) > 1e-6 * Math.max(1, Math.abs(theirs)))
    expect(`${name} ${ours}`, where).toBe(`${name} ${theirs}`);
}

type Move = {
  command: Command;
  naive: (engine: NaiveEngine) => string | null;
  prices?: { last: number; mark: number };
};

function randomMove(
  random: SeededRandom,
  at: { state: PortfolioState; market: NaiveMarket; step: number },
): Move {
  const { state, market, step } = at;
  const queued = state.orders.find((order) => order.status === "QUEUED");
  if (queued && random.chance(0.7))
    return { command: { type: "execute", orderId: queued.id }, naive: (engine) => engine.execute(queued.id) };
  const roll = random.next();
  if (roll < 0.4) return submitMove(randomRequest(random, at));
  if (roll < 0.75) {
    const last = Math.max(50, Math.round(market.last * (1 + (random.next() - 0.5) * 0.08)));
    const mark = Math.max(50, Math.round(last * (1 + (random.next() - 0.5) * 0.01)));
    const timeMs = step * 10;
    const point = { last: priceOf(last), mark: priceOf(mark), qty: null, timeMs, seq: 1 };
    return {
      command: { type: "price-moved", symbol: SYMBOL, path: { kind: "points", points: [point] } },
      naive: (engine) => {
        engine.point(last, mark);
        return null;
      },
      prices: { last, mark },
    };
  }
  if (roll < 0.85) {
    const orderId = state.orders.length > 0 ? random.pick(state.orders).id : "none";
    return { command: { type: "cancel", orderId }, naive: (engine) => engine.cancel(orderId) };
  }
  if (roll < 0.93) {
    const leverage = random.pick([1, 2, 3, 5, 10, 20, 50, 100]);
    const command = { type: "set-leverage", symbol: SYMBOL, leverage: dec(leverage) } as const;
    return { command, naive: (engine) => engine.setLeverage(leverage) };
  }
  const rate = random.pick([-0.001, -0.0001, 0.0001, 0.003]);
  const mark = priceOf(market.mark);
  return {
    command: { type: "settle-funding", symbol: SYMBOL, rate: dec(rate), mark, fundingMs: step * 10 },
    naive: (engine) => {
      engine.fund(rate, market.mark);
      return null;
    },
  };
}

function submitMove(request: NaiveRequest): Move {
  const { tick, stop, target, kind } = request;
  const waits = kind === "stop-market" || kind === "take-profit-market";
  const attach = (at: number | null) => (at === null ? null : { price: priceOf(at), by: "last" as const });
  return {
    command: {
      type: "submit",
      order: {
        orderId: request.id,
        symbol: SYMBOL,
        side: request.buy ? "buy" : "sell",
        kind,
        qty: qtyOf(request.steps),
        price: kind === "limit" && tick !== null ? priceOf(tick) : undefined,
        trigger: waits && tick !== null ? { price: priceOf(tick) } : undefined,
        timeInForce: kind === "limit" ? request.tif : undefined,
        reduceOnly: request.reduceOnly,
        attached: { stopLoss: attach(stop), takeProfit: attach(target) },
      },
    },
    naive: (engine) => engine.submit(request),
  };
}

function randomRequest(
  random: SeededRandom,
  at: { state: PortfolioState; market: NaiveMarket; step: number },
): NaiveRequest {
  const { last } = at.market;
  const held = Math.abs(Math.round(toNumber(at.state.positions[0]?.qty ?? (0n as Qty)) * 1_000));
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

function randomMarket(random: SeededRandom, around: number, before: NaiveMarket | null): NaiveMarket {
  const last = before?.last ?? around;
  const ladder = (sign: number) =>
    Array.from({ length: 6 }, (_, index) => ({
      tick: Math.max(1, last + sign * (1 + index * (1 + Math.floor(last / 400)))),
      steps: 1 + random.int(2_000_000),
    })).slice(0, 2 + random.int(5));
  return { last, mark: before?.mark ?? last, bids: ladder(-1), asks: ladder(1) };
}

function contextOf(market: NaiveMarket, nowMs: number): Context {
  const levels = (side: NaiveMarket["bids"]) =>
    side.map((level) => ({ price: priceOf(level.tick), qty: qtyOf(level.steps) }));
  const context = makeContext({ nowMs, instrument, market: null });
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
