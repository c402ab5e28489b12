import fc from "fast-check";
import { expect, it } from "vitest";
import { type Price, parseQty, toNumber } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import { calculateCrossLiquidationPrice, listAccountLegs } from "@/lib/core/engine/margin/cross-liquidation";
import { buildTiers } from "@/lib/core/engine/positions/instrument";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import {
  dec,
  makeInstrument,
  makeMarket,
  money,
  openPortfolio,
  price,
} from "@/tests/support/engine-fixtures";

const TICK = dec("0.1");
const tiers = buildTiers([
  { limit: money(5_000), maintenanceRate: dec("0.005"), maxLeverage: dec(100) },
  { limit: money(20_000), maintenanceRate: dec("0.012"), maxLeverage: dec(50) },
  { limit: money(1_000_000), maintenanceRate: dec("0.03"), maxLeverage: dec(20) },
]);
const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];
const instruments = new Map(SYMBOLS.map((symbol) => [symbol, makeInstrument({ symbol, tiers })]));

function contextAt(marks: ReadonlyMap<string, Price>, nowMs: number): Context {
  const markets = [...marks].map(([symbol, mark]) => {
    const show = (value: bigint) => (Number(value / 10n ** 17n) / 10).toFixed(1);
    const market = makeMarket(show(mark), {
      bids: [[show(mark), 1e9]],
      asks: [[show(mark + TICK), 1e9]],
    });
    return [symbol, { ...market, tickMs: nowMs, bookMs: nowMs + 1 }] as const;
  });
  return { nowMs, rules: BYBIT, instruments, markets: new Map(markets) };
}

const leg = fc.record({
  isLong: fc.boolean(),
  lots: fc.integer({ min: 100, max: 60_000 }),
  entryTicks: fc.integer({ min: 300, max: 2_000 }),
  /** Mark against the entry, in ticks. */
  moved: fc.integer({ min: -40, max: 40 }),
});
const account = fc.record({
  cents: fc.integer({ min: 20_000, max: 2_000_000 }),
  legs: fc.array(leg, { minLength: 1, maxLength: 3 }),
  leverage: fc.constantFrom(5, 10, 20),
});
type Account = typeof account extends fc.Arbitrary<infer T> ? T : never;

const ticks = (count: number) => price((count / 10).toFixed(1));

/** A cross account with these positions at these marks, or null where its margin does not cover them. */
function hold({
  cents,
  legs,
  leverage,
}: Account): { state: PortfolioState; marks: Map<string, Price> } | null {
  let state = openPortfolio({ opening: (cents / 100).toFixed(2), marginMode: "cross", leverage });
  const marks = new Map(legs.map((one, index) => [SYMBOLS[index] ?? "", ticks(one.entryTicks)]));
  for (const [index, one] of legs.entries()) {
    const symbol = SYMBOLS[index] ?? "";
    const side = one.isLong ? "buy" : "sell";
    const qty = parseQty((one.lots / 1_000).toFixed(3));
    const order = { orderId: symbol, symbol, side, kind: "market", qty } as const;
    for (const command of [
      { type: "submit", order },
      { type: "execute", orderId: symbol },
    ] as Command[]) {
      const decision = decide(state, command, contextAt(marks, 0));
      if (!decision.ok) return null;
      state = decision.state;
    }
  }
  for (const [index, one] of legs.entries())
    marks.set(SYMBOLS[index] ?? "", ticks(one.entryTicks + one.moved));
  return state.positions.length === legs.length ? { state, marks } : null;
}

/** Whether the engine liquidates once the symbol's mark is `mark`, all others unchanged. */
function isLiquidatedAt(
  state: PortfolioState,
  marks: ReadonlyMap<string, Price>,
  at: { symbol: string; mark: Price },
) {
  const context = contextAt(new Map([...marks, [at.symbol, at.mark]]), 1_000);
  const point = { last: at.mark, mark: at.mark, qty: null, timeMs: 1_000, seq: 2 };
  const path = { kind: "points" as const, points: [point] };
  const decision = decide(state, { type: "price-moved", symbol: at.symbol, path }, context);
  if (!decision.ok) throw new Error(decision.reason);
  return decision.state.liquidations > state.liquidations;
}

it("the engine liquidates the account at that mark, and not one tick before it", () => {
  const seen = { long: 0, short: 0, none: 0, higherTier: 0 };
  fc.assert(
    fc.property(account, (one) => {
      const opened = hold(one);
      if (opened === null) return;
      const { state, marks } = opened;
      const legs = listAccountLegs(state, contextAt(marks, 500));
      if (BYBIT.isAccountLiquidated(state, contextAt(marks, 500))) return;
      for (const { symbol, isLong, qty } of legs) {
        const found = calculateCrossLiquidationPrice({ balance: state.balance, legs }, symbol);
        if (found === null) {
          seen.none += 1;
          expect(isLong).toBe(true);
          expect(isLiquidatedAt(state, marks, { symbol, mark: TICK as Price })).toBe(false);
          continue;
        }
        seen[isLong ? "long" : "short"] += 1;
        if (toNumber(found) * toNumber(qty) > 5_000) seen.higherTier += 1;
        expect(isLiquidatedAt(state, marks, { symbol, mark: found })).toBe(true);
        const before = (isLong ? found + TICK : found - TICK) as Price;
        expect(isLiquidatedAt(state, marks, { symbol, mark: before })).toBe(false);
      }
    }),
    { numRuns: 800 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});

it("one position of a cross account: the balance is the margin", () => {
  const opened = hold({
    cents: 100_000,
    legs: [{ isLong: true, lots: 30_000, entryTicks: 1_000, moved: 0 }],
    leverage: 10,
  });
  if (opened === null) throw new Error("The account does not carry it.");
  const { state, marks } = opened;
  const legs = listAccountLegs(state, contextAt(marks, 500));
  const found = calculateCrossLiquidationPrice({ balance: state.balance, legs }, "BTCUSDT");
  // balance 1,000 - 3,003 × 0.055 %; entry 100.1: (3,003 - 998.34835) ÷ (30 × (1 - 0.005 - 0.00055)) = 67.196…
  expect(toNumber(found ?? price(1))).toBe(67.1);
});

it("a hedge of other symbols moves it, a long that is fully paid has none, and a symbol that is not held neither", () => {
  const rich = hold({
    cents: 2_000_000,
    legs: [{ isLong: true, lots: 1_000, entryTicks: 1_000, moved: 0 }],
    leverage: 5,
  });
  if (rich === null) throw new Error("The account does not carry it.");
  const legs = listAccountLegs(rich.state, contextAt(rich.marks, 500));
  expect(calculateCrossLiquidationPrice({ balance: rich.state.balance, legs }, "BTCUSDT")).toBeNull();
  expect(calculateCrossLiquidationPrice({ balance: rich.state.balance, legs }, "ETHUSDT")).toBeNull();
});

it("with both sides of a symbol, the account is liquidated at the mark that either side shows, and not before", () => {
  const seen = { long: 0, short: 0 };
  const size = fc.integer({ min: 1_000, max: 60_000 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 20_000, max: 200_000 }), (bought, sold, cents) => {
      const marks = new Map([["BTCUSDT", ticks(1_000)]]);
      const at = contextAt(marks, 0);
      const opening = { opening: (cents / 100).toFixed(2), marginMode: "cross", leverage: 20 } as const;
      let state = openPortfolio(opening);
      const order = (side: "buy" | "sell", lots: number): Command[] => [
        {
          type: "submit",
          order: {
            orderId: side,
            symbol: "BTCUSDT",
            side,
            kind: "market",
            qty: parseQty((lots / 1_000).toFixed(3)),
          },
        },
        { type: "execute", orderId: side },
      ];
      const mode: Command = { type: "set-position-mode", symbol: "BTCUSDT", isHedged: true };
      for (const command of [mode, ...order("buy", bought), ...order("sell", sold)]) {
        const decision = decide(state, command, at);
        if (!decision.ok) return;
        state = decision.state;
      }
      if (state.positions.length < 2) return;
      const later = contextAt(marks, 500);
      if (BYBIT.isAccountLiquidated(state, later)) return;
      const account = { balance: state.balance, legs: listAccountLegs(state, later) };
      for (const side of ["long", "short"] as const) {
        const mark = calculateCrossLiquidationPrice(account, "BTCUSDT", side);
        if (mark === null) continue;
        seen[side] += 1;
        expect(isLiquidatedAt(state, marks, { symbol: "BTCUSDT", mark })).toBe(true);
        const before = (side === "long" ? mark + TICK : mark - TICK) as Price;
        expect(isLiquidatedAt(state, marks, { symbol: "BTCUSDT", mark: before })).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});
