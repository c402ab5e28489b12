import { expect, it } from "vitest";
import { PLANS } from "@/lib/core/challenge/plans";
import { formatDecimal } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { Context, PathPoint, PricePath } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import {
  dec,
  makeContext,
  makeInstrument,
  money,
  mustDecide,
  price,
  qty,
} from "@/tests/support/engine-fixtures";
import { type SeededRandom, seededRandom } from "@/tests/support/seeded-random";
import { simulationSize } from "@/tests/support/simulation-size";

/**
 * A challenge ends alike by a candle and by the ticks of one of its two orders of extremes: the same fills, breach, and
 * closes. Only the price of a breach may differ, by the distance of two ticks: a candle knows its tick grid alone.
 */
const PATHS = simulationSize({ quick: 200, full: 1_500, long: 3_000 });
const SYMBOL = "BTCUSDT";
const TICK = 0.5;
const BEYOND = 0.000_001;
const START_MS = 1_000;
const END_MS = 61_000;
const instrument = makeInstrument({ tickSize: dec(TICK), priceLimit: null });
const DEPTH = {
  bids: [{ price: price(100), qty: qty(9_999) }],
  asks: [{ price: price(100.5), qty: qty(9_999) }],
};

it(`challenges end alike by candles and by ticks over ${PATHS} paths`, { timeout: 600_000 }, () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= PATHS; seed += 1) {
    const random = seededRandom(seed);
    const state = randomChallenge(random);
    const row = randomRow(random);
    const byCandle = walk(state, candleOf(row));
    const byTicks = [
      [row.low, row.high, row.close],
      [row.high, row.low, row.close],
    ].map((turns) => walk(state, ticksOf(row.open, turns)));
    expect(byTicks, `seed ${seed} ${JSON.stringify(row)}`).toContain(byCandle);
    for (const line of byCandle.split("\n")) seen.add(line.split(" ")[0] ?? "");
  }
  for (const kind of ["breach", "stop", "target", "manual", "liquidation", "challenge-breached"])
    expect([...seen]).toContain(kind);
});

function walk(state: PortfolioState, path: PricePath): string {
  const { events } = decide(state, { type: "price-moved", symbol: SYMBOL, path }, contextAt(END_MS, false));
  return events.flatMap(describe).join("\n");
}

function describe(event: PortfolioEvent): string[] {
  switch (event.type) {
    case "order-filled": {
      const at = event.purpose === "breach" ? "" : ` @ ${formatDecimal(event.price)}`;
      return [`${event.purpose} ${event.side} ${formatDecimal(event.qty)}${at}`];
    }
    case "challenge-breached":
    case "trading-paused":
      return [`${event.type} ${event.rule.id}`];
    case "phase-passed":
    case "position-liquidated":
    case "portfolio-locked":
      return [event.type];
    default:
      return [];
  }
}

function contextAt(nowMs: number, isDeep: boolean): Context {
  const context = makeContext({ nowMs, instrument });
  const market = context.markets.get(SYMBOL);
  if (market === undefined) throw new Error("The fixture has a market.");
  return { ...context, markets: new Map([[SYMBOL, { ...market, book: isDeep ? DEPTH : null }]]) };
}

function candleOf({ open, high, low, close }: Row): PricePath {
  const candle = { open: price(open), high: price(high), low: price(low), close: price(close) };
  return { kind: "candle", candle, previousClose: price(100), startMs: START_MS, endMs: END_MS };
}

/** Every price of the grid between the turns, each followed by one just beyond it. */
function ticksOf(open: number, turns: readonly number[]): PricePath {
  const prices = [open];
  for (const to of turns) {
    const from = prices.at(-1) ?? to;
    const sign = to < from ? -1 : 1;
    const steps = Math.round(Math.abs(to - from) / TICK);
    if (steps > 0) prices.push(from + sign * BEYOND);
    for (let step = 1; step <= steps; step += 1) {
      const at = from + sign * step * TICK;
      prices.push(at);
      if (step < steps) prices.push(at + sign * BEYOND);
    }
  }
  const points = prices.map((at, index): PathPoint => {
    const last = price(at.toFixed(6));
    return { last, mark: last, qty: null, timeMs: START_MS + index, seq: index };
  });
  return { kind: "points", points };
}

/** A challenge with a position at 100, stop and target or not, and up to two waiting orders. */
function randomChallenge(random: SeededRandom): PortfolioState {
  const marginMode = random.chance(0.4) ? "cross" : "isolated";
  const leverage = dec(random.pick([3, 10, 20]));
  const challenge = { challengeId: "c", plan: { ...random.pick(PLANS), tradingRules: [] }, phase: 1 };
  const shared = { type: "open-portfolio", id: "p", kind: "perpetual", opening: money(10_000) } as const;
  let { state } = mustDecide(EMPTY_STATE, { ...shared, marginMode, leverage, challenge }, contextAt(0, true));
  const attempt = (command: Command) => {
    const decision = decide(state, command, contextAt(0, true));
    if (decision.ok) state = decision.state;
  };
  const submit = (order: Omit<OrderRequest, "symbol">) =>
    attempt({ type: "submit", order: { symbol: SYMBOL, ...order } });
  const side = random.pick(["buy", "sell"] as const);
  const exit = (sign: number) =>
    random.chance(0.5)
      ? { price: price(100 + sign * TICK * (2 + random.int(12))), by: "last" as const }
      : null;
  const sign = side === "buy" ? 1 : -1;
  const attached = { stopLoss: exit(-sign), takeProfit: exit(sign) };
  submit({ orderId: "open", side, kind: "market", qty: qty(50 + random.int(350)), attached });
  attempt({ type: "execute", orderId: "open" });
  for (let left = random.int(3); left > 0; left -= 1) {
    const at = price(100 + TICK * (random.int(21) - 10));
    const kind = random.pick(["limit", "stop-market"] as const);
    submit({
      orderId: `o${left}`,
      side: random.pick(["buy", "sell"] as const),
      kind,
      qty: qty(10 + random.int(200)),
      ...(kind === "limit" ? { price: at } : { trigger: { price: at } }),
      reduceOnly: random.chance(0.4),
    });
  }
  return state;
}

type Row = { open: number; high: number; low: number; close: number };

function randomRow(random: SeededRandom): Row {
  const open = 100 + (random.chance(0.3) ? TICK * (random.int(9) - 4) : 0);
  const high = open + TICK * random.int(13);
  const low = open - TICK * random.int(13);
  return { open, high, low, close: low + TICK * random.int(Math.round((high - low) / TICK) + 1) };
}
