import { expect, it } from "vitest";
import { formatDecimal, type Price, toNumber } from "@/lib/core/decimal";
import type { OrderRequest } from "@/lib/core/engine/commands";
import type { Context, PathPoint, PricePath, VenueRules } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { OrderKind } from "@/lib/core/engine/orders/order";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { BYBIT_TOUCH } from "@/tests/support/bybit-touch";
import {
  dec,
  makeContext,
  makeInstrument,
  mustDecide,
  openPortfolio,
  price,
  qty,
} from "@/tests/support/engine-fixtures";
import { type SeededRandom, seededRandom } from "@/tests/support/seeded-random";
import { simulationSize } from "@/tests/support/simulation-size";

/**
 * A candle and a tick path along the same prices lead to the same events. The ticks print every price of the grid
 * between the turns, and one just beyond it, which is what "continuous" means to a limit that needs a trade beyond.
 */
const PATHS = Number(
  process.env.PRICE_PATHS ?? simulationSize({ quick: 2_000, full: 12_000, long: 100_000 }),
);
const CANDLES = 2;
const SYMBOL = "BTCUSDT";
const TICK = 0.5;
const BEYOND = 0.000_001;
const MILLIONTH = 10n ** 12n;
const MINUTE_MS = 60_000;
const LATER_MS = 1_000_000;
const instrument = makeInstrument({ tickSize: dec(TICK), priceLimit: null });
const KINDS = [
  "limit",
  "stop-market",
  "stop-limit",
  "take-profit-market",
  "take-profit-limit",
  "trailing-stop",
] as const satisfies readonly OrderKind[];

type Row = { open: number; high: number; low: number; close: number };

it(`candles and ticks agree event for event over ${PATHS} random paths`, { timeout: 3_000_000 }, () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= PATHS; seed += 1) comparePath(seed, seen);
  for (const what of EXPECTED)
    expect([...seen.keys()], "what never happened was not compared").toContain(what);
});

const EXPECTED = [
  ...["filled limit maker", "filled stop-market taker", "filled stop-limit taker", "filled stop-limit maker"],
  ...["filled take-profit-market taker", "filled take-profit-limit maker", "filled trailing-stop taker"],
  ...["stop", "target", "liquidation isolated", "liquidation cross", "losing exit first"],
  ...["order-triggered", "order-expired", "order-cancelled reduce_only", "order-cancelled no_margin"],
  ...["order-cancelled position_closed", "order-cancelled liquidation", "flip", "gap"],
];

function comparePath(seed: number, seen: Map<string, number>): void {
  const random = seededRandom(seed);
  const rules = random.chance(0.5) ? BYBIT : BYBIT_TOUCH;
  const begun = randomPortfolio(random, rules);
  const kinds = new Map(begun.orders.map((order) => [order.id, order.kind]));
  let [byCandle, byTicks] = [begun, begun];
  let from = 100;
  for (let index = 1; index <= CANDLES; index += 1) {
    const row = randomRow(random, from);
    const startMs = index * 2 * MINUTE_MS;
    const candle = playCandle(byCandle, { row, from, startMs, rules });
    const ticks = playTicks(byTicks, { row, startMs, rules }, seen);
    const where = `seed ${seed}, candle ${index} ${JSON.stringify(row)}`;
    expectEqual(describe(candle.events), describe(ticks.events), where);
    expectEqual(standing(candle.state), standing(ticks.state), where);
    note(seen, candle.events, { kinds, mode: begun.marginMode });
    if (row.open !== from) seen.set("gap", 1);
    [byCandle, byTicks, from] = [candle.state, ticks.state, row.close];
  }
}

function expectEqual(ours: unknown, theirs: unknown, where: string): void {
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) expect(ours, where).toEqual(theirs);
}

type Played = { events: readonly PortfolioEvent[]; state: PortfolioState };

function playCandle(
  state: PortfolioState,
  at: { row: Row; from: number; startMs: number; rules: VenueRules },
): Played {
  const { row, startMs, rules } = at;
  const candle = {
    open: price(row.open),
    high: price(row.high),
    low: price(row.low),
    close: price(row.close),
  };
  const endMs = startMs + MINUTE_MS;
  const path: PricePath = { kind: "candle", candle, previousClose: price(at.from), startMs, endMs };
  return walk(state, { path, context: contextAt(endMs, rules) });
}

/** The open first, then turn by turn in the order that the present position requires. */
function playTicks(
  state: PortfolioState,
  at: { row: Row; startMs: number; rules: VenueRules },
  seen: Map<string, number>,
): Played {
  const { row, startMs, rules } = at;
  const opened = walk(state, { path: pointsOf([row.open], startMs), context: contextAt(startMs, rules) });
  const first = losingExtreme(opened.state, { row, startMs, rules });
  if (first !== null) seen.set("losing exit first", 1);
  const isLowFirst = first === null ? row.close >= row.open : first === "low";
  const turns = isLowFirst ? [row.low, row.high, row.close] : [row.high, row.low, row.close];
  const prices = turns.flatMap((to, index) =>
    gridBetween(index === 0 ? row.open : (turns[index - 1] ?? to), to),
  );
  const path = pointsOf(prices, startMs);
  const moved = walk(opened.state, { path, context: contextAt(startMs + MINUTE_MS, rules) });
  return { events: [...opened.events, ...moved.events], state: moved.state };
}

function walk(state: PortfolioState, at: { path: PricePath; context: Context }): Played {
  return mustDecide(state, { type: "price-moved", symbol: SYMBOL, path: at.path }, at.context);
}

function contextAt(nowMs: number, rules: VenueRules): Context {
  const context = makeContext({ nowMs, instrument, rules });
  const market = context.markets.get(SYMBOL);
  if (market === undefined) throw new Error("The fixture has a market.");
  return { ...context, markets: new Map([[SYMBOL, { ...market, book: null }]]) };
}

/** Every price of the grid after `from` up to `to`, each but the last followed by one just beyond it. */
function gridBetween(from: number, to: number): number[] {
  const steps = Math.round(Math.abs(to - from) / TICK);
  const sign = to < from ? -1 : 1;
  const prices: number[] = steps > 0 ? [from + sign * BEYOND] : [];
  for (let step = 1; step <= steps; step += 1) {
    const at = from + sign * step * TICK;
    prices.push(at);
    if (step < steps) prices.push(at + sign * BEYOND);
  }
  return prices;
}

function pointsOf(prices: readonly number[], startMs: number): PricePath {
  const points = prices.map((at, index): PathPoint => {
    // Millionths as a whole number: parsing text took a third of the run.
    const last = (BigInt(Math.round(at * 1_000_000)) * MILLIONTH) as Price;
    return { last, mark: last, qty: null, timeMs: startMs + index, seq: index };
  });
  return { kind: "points", points };
}

/** The convention once more: which extreme comes first when a losing and a winning exit lie inside the candle. */
function losingExtreme(
  state: PortfolioState,
  at: { row: Row; startMs: number; rules: VenueRules },
): "low" | "high" | null {
  const position = state.positions[0];
  if (position === undefined) return null;
  const long = position.qty > 0n;
  const inside = (level: number, below: boolean, strict: boolean) => {
    if (below) return strict ? level > at.row.low : level >= at.row.low;
    return strict ? level < at.row.high : level <= at.row.high;
  };
  const below: boolean[] = [];
  const add = (level: Price | null | undefined, isBelow: boolean, strict = false) => {
    if (level != null && inside(toNumber(level), isBelow, strict)) below.push(isBelow);
  };
  const isKnown = (acceptedAtMs: number | undefined) =>
    acceptedAtMs !== undefined && acceptedAtMs <= at.startMs;
  const { stopLoss, takeProfit, changedAtMs } = position;
  if (isKnown(changedAtMs)) add(at.rules.liquidationPrice(state, position, instrument), long);
  if (isKnown(stopLoss?.acceptedAtMs)) add(stopLoss?.price, long);
  if (isKnown(takeProfit?.acceptedAtMs)) add(takeProfit?.price, !long);
  for (const order of state.orders) {
    if ((order.side === "sell") !== long || !isKnown(order.acceptedAtMs)) continue;
    if (order.expiresAtMs !== null && order.expiresAtMs < at.startMs) continue;
    const loses = order.kind.startsWith("stop") || order.kind === "trailing-stop";
    const isWaiting = order.status === "OPEN" && order.kind !== "limit";
    if (!isWaiting) add(order.price, !long, at.rules.restingFill === "through");
    else if (order.trail === null) add(order.trigger?.price, loses ? long : !long);
    else if (order.trail.extreme !== null) {
      const { extreme, distance } = order.trail;
      add((long ? extreme - distance : extreme + distance) as Price, long);
    }
  }
  if (!below.includes(true) || !below.includes(false)) return null;
  return long ? "low" : "high";
}

function describe(events: readonly PortfolioEvent[]): string[] {
  return events.flatMap((event) => {
    switch (event.type) {
      case "order-trailed":
      case "order-queued-behind":
        return [];
      case "order-accepted":
        return [`accepted ${event.order.purpose} ${event.order.kind} ${formatDecimal(event.order.qty)}`];
      case "order-filled": {
        const { side, purpose, qty: size, price: at, liquidity, fee, realised } = event;
        const figures = [size, at, fee, realised].map(formatDecimal).join(" ");
        return [`filled ${idOf(event)} ${side} ${purpose} ${liquidity} ${figures}`];
      }
      case "order-triggered":
        return [`triggered ${idOf(event)} ${formatDecimal(event.at)}`];
      case "order-cancelled":
        return [`cancelled ${idOf(event)} ${event.reason}`];
      case "position-liquidated":
        return [`liquidated ${formatDecimal(event.qty)} ${formatDecimal(event.settledAt)}`];
      case "round-trip-closed":
        return [`closed ${event.purpose} ${formatDecimal(event.net)}`];
      default:
        return ["orderId" in event ? `${event.type} ${event.orderId}` : event.type];
    }
  });
}

/**
 * Ids of the engine's own orders contain the number of an event, and ticks make more events that are not
 * compared.
 */
function idOf({ orderId }: { orderId: string }): string {
  return orderId.split(":")[0] ?? orderId;
}

function standing(state: PortfolioState): unknown {
  return {
    balance: formatDecimal(state.balance),
    positions: state.positions.map((position) => [
      ...[position.qty, position.cost].map(formatDecimal),
      position.stopLoss && formatDecimal(position.stopLoss.price),
      position.takeProfit && formatDecimal(position.takeProfit.price),
    ]),
    orders: state.orders.map((order) => [
      `${order.id} ${order.status} ${formatDecimal(order.filled)}`,
      order.trail?.extreme == null ? null : formatDecimal(order.trail.extreme),
    ]),
  };
}

function note(
  seen: Map<string, number>,
  events: readonly PortfolioEvent[],
  at: { kinds: ReadonlyMap<string, OrderKind>; mode: string },
): void {
  for (const [index, event] of events.entries()) {
    seen.set(event.type, 1);
    if (event.type === "order-cancelled") seen.set(`order-cancelled ${event.reason}`, 1);
    if (event.type === "position-liquidated") seen.set(`liquidation ${at.mode}`, 1);
    if (event.type !== "order-filled") continue;
    seen.set(event.purpose, 1);
    seen.set(`filled ${at.kinds.get(event.orderId)} ${event.liquidity}`, 1);
    const next = events.slice(index + 1).find((item) => item.type === "order-filled");
    if (next?.type === "order-filled" && next.orderId === event.orderId) seen.set("flip", 1);
  }
}

/** A portfolio at 100 with or without a position, and up to eight orders of all kinds around it. */
function randomPortfolio(random: SeededRandom, rules: VenueRules): PortfolioState {
  const marginMode = random.chance(0.4) ? "cross" : "isolated";
  const leverage = random.pick([3, 10, 20, 50]);
  let state = openPortfolio({ marginMode, leverage, opening: random.pick([300, 1_000, 10_000]) });
  const deep = makeContext({ instrument, rules });
  const market = deep.markets.get(SYMBOL);
  if (market === undefined) throw new Error("The fixture has a market.");
  const book = {
    bids: [{ price: price(100), qty: qty(9_999) }],
    asks: [{ price: price(100.5), qty: qty(9_999) }],
  };
  const context = { ...deep, markets: new Map([[SYMBOL, { ...market, book }]]) };
  const attempt = (order: OrderRequest, nowMs = 0) => {
    const at = {
      ...context,
      nowMs,
      markets: new Map([[SYMBOL, { ...market, book, bookMs: nowMs + 1, tickMs: nowMs }]]),
    };
    const decision = decide(state, { type: "submit", order }, at);
    if (decision.ok) state = decision.state;
    if (!decision.ok || order.kind !== "market") return;
    const executed = decide(state, { type: "execute", orderId: order.orderId }, at);
    if (executed.ok) state = executed.state;
  };
  const shared = { symbol: SYMBOL };
  if (random.chance(0.8)) {
    const side = random.pick(["buy", "sell"] as const);
    const attached = randomExits(random, side);
    attempt({ ...shared, orderId: "open", side, kind: "market", qty: qty(1 + random.int(200)), attached });
  }
  for (let index = random.int(9); index > 0; index -= 1) {
    const isLate = random.chance(0.05);
    attempt({ ...shared, ...randomOrder(random), orderId: `o${index}` }, isLate ? LATER_MS : 0);
  }
  return state;
}

function randomOrder(random: SeededRandom): Omit<OrderRequest, "orderId" | "symbol"> {
  const kind = random.pick(KINDS);
  const side = random.pick(["buy", "sell"] as const);
  const isLimit = kind === "limit" || kind.endsWith("-limit");
  const trail = {
    distance: price(TICK * (1 + random.int(8))),
    activation: random.chance(0.5) ? near(random) : undefined,
  };
  return {
    side,
    kind,
    qty: qty(1 + random.int(60)),
    price: isLimit ? near(random) : undefined,
    trigger:
      kind === "limit" || kind === "trailing-stop"
        ? undefined
        : { price: near(random), by: random.pick(["last", "mark"] as const) },
    trail: kind === "trailing-stop" ? trail : undefined,
    timeInForce: isLimit ? random.pick(["GTC", "GTC", "IOC", "FOK"] as const) : undefined,
    reduceOnly: random.chance(0.35),
    attached: random.chance(0.3) ? randomExits(random, side) : undefined,
    // Before the first candle or between the two: inside a candle the time of a level is unknown.
    expiresAtMs: random.chance(0.15) ? random.pick([1.5, 3.5]) * MINUTE_MS : undefined,
  };
}

function randomExits(random: SeededRandom, side: "buy" | "sell"): OrderRequest["attached"] {
  const by = random.pick(["last", "mark"] as const);
  const exit = (sign: number) =>
    random.chance(0.7) ? { price: price(100 + sign * TICK * (1 + random.int(10))), by } : null;
  const sign = side === "buy" ? 1 : -1;
  return { stopLoss: exit(-sign), takeProfit: exit(sign) };
}

function near(random: SeededRandom): Price {
  return price(100 + TICK * (random.int(21) - 10));
}

/** A candle after `from`, now and then behind a gap, now and then without a range. */
function randomRow(random: SeededRandom, from: number): Row {
  const gap = random.chance(0.4) ? TICK * (random.int(17) - 8) : 0;
  const open = Math.max(40, from + gap);
  if (random.chance(0.1)) return { open, high: open, low: open, close: open };
  const high = open + TICK * random.int(11);
  const low = open - TICK * random.int(11);
  const close = low + TICK * random.int(Math.round((high - low) / TICK) + 1);
  return { open, high, low, close };
}
