import fc from "fast-check";
import { expect, it } from "vitest";
import type { Decimal } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { decide } from "@/lib/core/engine/decide";
import { buildTiers } from "@/lib/core/engine/positions/instrument";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { type SizingInput, sizeOrder } from "@/lib/core/sizing";
import {
  dec,
  makeContext,
  makeInstrument,
  makeMarket,
  money,
  openPortfolio,
  price,
} from "@/tests/support/engine-fixtures";

/** An exact fraction: the sizing recomputed from its definition, without any rounding except to the step. */
type Fraction = { n: bigint; d: bigint };
const frac = (value: Decimal): Fraction => ({ n: value, d: 10n ** 18n });
const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const minus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d });
const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
const isAtMost = (a: Fraction, b: Fraction) => a.n * b.d <= b.n * a.d;
const absolute = (a: Fraction): Fraction => ({ n: a.n < 0n ? -a.n : a.n, d: a.d });

const instrument = makeInstrument({
  tiers: buildTiers([
    { limit: money(2_000_000), maintenanceRate: dec("0.005"), maxLeverage: dec(100) },
    { limit: money(9_000_000), maintenanceRate: dec("0.01"), maxLeverage: dec(50) },
  ]),
});

const plan = fc.record({
  entryTicks: fc.integer({ min: 10_000, max: 900_000 }),
  distanceTicks: fc.integer({ min: 1, max: 60_000 }),
  isLong: fc.boolean(),
  riskCents: fc.integer({ min: 100, max: 5_000_000 }),
  leverage: fc.constantFrom("1", "2", "3", "7", "10", "12.5", "20", "33", "50", "100"),
  isMaker: fc.boolean(),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

function inputOf(one: Plan): SizingInput | null {
  const stopTicks = one.entryTicks + (one.isLong ? -one.distanceTicks : one.distanceTicks);
  if (stopTicks <= 0) return null;
  return {
    equity: money(1_000_000),
    freeMargin: money(1_000_000),
    risk: { amount: money((one.riskCents / 100).toFixed(2)) },
    entry: price((one.entryTicks / 10).toFixed(1)),
    stop: price((stopTicks / 10).toFixed(1)),
    target: null,
    leverage: dec(one.leverage),
    instrument,
    entryLiquidity: one.isMaker ? "maker" : "taker",
  };
}

function lossOf(input: SizingInput, qty: Decimal): Fraction {
  const rateIn = frac(input.entryLiquidity === "maker" ? instrument.makerRate : instrument.takerRate);
  const [entry, stop] = [frac(input.entry), frac(input.stop)];
  const fees = plus(times(entry, rateIn), times(stop, frac(instrument.takerRate)));
  return times(plus(absolute(minus(entry, stop)), fees), frac(qty));
}

it("the quantity is the largest on the step whose exact loss stays inside the risk", () => {
  fc.assert(
    fc.property(plan, (one) => {
      const input = inputOf(one);
      if (input === null || !("amount" in input.risk)) return;
      const { sizing } = sizeOrder(input);
      if (sizing === null) return;
      const risk = frac(input.risk.amount);
      expect(isAtMost(lossOf(input, sizing.qty), risk)).toBe(true);
      const next = (sizing.qty + instrument.qtyStep) as Decimal;
      const isCapped = next > instrument.maxMarketQty && instrument.maxMarketQty > 0n;
      expect(isCapped || !isAtMost(lossOf(input, next), risk)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it("the leverage needed is the lowest hundredth that the free margin carries, exactly", () => {
  const rate = frac(instrument.takerRate);
  const one: Fraction = { n: 1n, d: 1n };
  fc.assert(
    fc.property(plan, fc.integer({ min: 1_000, max: 100_000_000 }), (asked, freeCents) => {
      const input = inputOf(asked);
      if (input === null) return;
      const freeMargin = money((freeCents / 100).toFixed(2));
      const { sizing } = sizeOrder({ ...input, freeMargin });
      if (sizing === null || sizing.leverageNeeded > instrument.maxLeverage) return;
      const value = times(frac(input.entry), frac(sizing.qty));
      const carries = (leverage: Decimal) => {
        const part: Fraction = { n: 10n ** 18n, d: leverage };
        const left = sizing.side === "long" ? minus(one, part) : plus(one, part);
        const cost = plus(plus(times(value, part), times(value, rate)), times(times(value, left), rate));
        return isAtMost(cost, frac(freeMargin));
      };
      expect(carries(sizing.leverageNeeded)).toBe(true);
      const less = (sizing.leverageNeeded - 10n ** 16n) as Decimal;
      if (less >= 10n ** 18n) expect(carries(less)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

it("a plan that is accepted and stopped out at its stop loses what it says, and never more than the risk", () => {
  let carriedOut = 0;
  fc.assert(
    fc.property(plan, (one) => {
      const input = inputOf({ ...one, isMaker: false });
      if (input === null || !("amount" in input.risk)) return;
      const result = sizeOrder(input);
      if (!result.ok) return;
      carriedOut += 1;
      const after = carryOut(input, result.sizing.qty);
      expect(after.liquidations).toBe(0);
      expect(after.positions).toEqual([]);
      const lost = input.equity - after.balance;
      expect(lost).toBeLessThanOrEqual(input.risk.amount);
      expect(lost).toBe(result.sizing.lossAtStop);
    }),
    { numRuns: 600 },
  );
  expect(carriedOut).toBeGreaterThan(50);
});

/** Enters at the plan's entry and walks the price to its stop, in a book without a spread on the side that fills. */
function carryOut(input: SizingInput, qty: Decimal): PortfolioState {
  const isLong = input.stop < input.entry;
  const book = (at: Decimal, side: "bid" | "ask", nowMs: number) => {
    const tick = instrument.tickSize;
    const [bid, ask] = side === "ask" ? [at - tick, at] : [at, at + tick];
    const show = (value: bigint) => (Number(value / 10n ** 17n) / 10).toFixed(1);
    return makeContext({
      nowMs,
      instrument,
      market: makeMarket(show(at), { bids: [[show(bid), 1e9]], asks: [[show(ask), 1e9]] }),
    });
  };
  const entering = book(input.entry, isLong ? "ask" : "bid", 0);
  const leaving = book(input.stop, isLong ? "bid" : "ask", 1_000);
  const run = (state: PortfolioState, command: Command, context: typeof entering) => {
    const decision = decide(state, command, context);
    if (!decision.ok) throw new Error(`${command.type}: ${decision.reason}`);
    return decision.state;
  };
  const leverage = Number(input.leverage) / 1e18;
  let state = openPortfolio({ opening: 1_000_000, leverage });
  const attached = { stopLoss: { price: input.stop, by: "last" as const }, takeProfit: null };
  const side = isLong ? "buy" : "sell";
  const order = { orderId: "entry", symbol: instrument.symbol, side, kind: "market", qty, attached } as const;
  state = run(state, { type: "submit", order } as Command, entering);
  state = run(state, { type: "execute", orderId: "entry" }, entering);
  const point = { last: input.stop, mark: input.stop, qty: null, timeMs: 1_000, seq: 2 };
  const path = { kind: "points" as const, points: [point] };
  return run(state, { type: "price-moved", symbol: instrument.symbol, path }, leaving);
}
