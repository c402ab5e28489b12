import { describe, expect, it } from "vitest";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import { REJECT_REASONS, REJECT_SENTENCES, type RejectReason } from "@/lib/core/engine/orders/reject-reason";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import {
  dec,
  holdPosition,
  makeContext,
  makeInstrument,
  makeMarket,
  money,
  mustDecide,
  openPortfolio,
  price,
  qty,
  rejectionOf,
  submit,
} from "@/tests/support/engine-fixtures";

type Row = { reason: RejectReason; command: Command; context?: Context; state?: PortfolioState };

const limit = (at: string | number, over: object = {}) =>
  submit({ side: "buy", kind: "limit", price: price(at), ...over });
const market = (over: object = {}) => submit({ side: "buy", kind: "market", ...over });
const locked = () => mustDecide(openPortfolio(), { type: "lock", reason: "test" }, makeContext({})).state;

function withConditionals(count: number): PortfolioState {
  let state = openPortfolio();
  for (let index = 0; index < count; index += 1) {
    const stop = {
      orderId: `s${index}`,
      side: "buy",
      kind: "stop-market",
      trigger: { price: price(101) },
    } as const;
    state = mustDecide(state, submit(stop), makeContext({})).state;
  }
  return state;
}

const ROWS: Row[] = [
  { reason: "portfolio_locked", command: market(), state: locked() },
  { reason: "trading_halted", command: market(), context: makeContext({ halted: new Set(["*"]) }) },
  { reason: "trading_halted", command: market(), context: makeContext({ halted: new Set(["BTCUSDT"]) }) },
  { reason: "instrument_unknown", command: market({ symbol: "NOPEUSDT" }) },
  {
    reason: "instrument_closed",
    command: market(),
    context: makeContext({ instrument: makeInstrument({ status: "closed" }) }),
  },
  { reason: "price_off_tick", command: limit("99.95") },
  { reason: "price_off_tick", command: limit(0) },
  { reason: "price_off_tick", command: submit({ side: "buy", kind: "limit" }) },
  { reason: "price_off_tick", command: submit({ side: "buy", kind: "stop-market" }) },
  {
    reason: "price_off_tick",
    command: limit(99, { attached: { stopLoss: { price: price("98.01"), by: "last" } } }),
  },
  { reason: "qty_off_step", command: market({ qty: qty("1.0005") }) },
  { reason: "qty_below_min", command: market({ qty: qty(0) }) },
  { reason: "qty_below_min", command: market({ qty: qty(-1) }) },
  {
    reason: "qty_below_min",
    command: market({ qty: qty("0.001") }),
    context: makeContext({ instrument: makeInstrument({ minQty: qty("0.01") }) }),
  },
  { reason: "notional_below_min", command: limit(99, { qty: qty("0.01") }) },
  { reason: "qty_above_max", command: market({ qty: qty("500.001") }) },
  { reason: "qty_above_max", command: limit(99, { qty: qty("1000.001") }) },
  { reason: "leverage_below_min", command: limit(99, { leverage: dec("0.99") }) },
  { reason: "leverage_below_min", command: limit(99, { leverage: dec(0) }) },
  { reason: "leverage_below_min", command: limit(99, { leverage: dec(-10) }) },
  { reason: "leverage_off_step", command: limit(99, { leverage: dec("12.345678") }) },
  { reason: "leverage_off_step", command: market({ leverage: dec("10.001") }) },
  { reason: "leverage_off_step", command: market({ leverage: dec("10.001") }), state: holdPosition(1) },
  {
    reason: "leverage_above_cap",
    command: limit(99, { qty: qty(900) }),
    context: makeContext({ instrument: makeInstrument({ maxLeverage: dec(5) }) }),
  },
  {
    reason: "wrong_side_stop",
    command: submit({ side: "sell", kind: "stop-market", trigger: { price: price(100) } }),
  },
  {
    reason: "wrong_side_stop",
    command: submit({ side: "buy", kind: "stop-market", trigger: { price: price(99) } }),
  },
  {
    reason: "wrong_side_stop",
    command: submit({ side: "sell", kind: "take-profit-market", trigger: { price: price(99) } }),
  },
  {
    reason: "wrong_side_stop",
    command: limit(99, { attached: { stopLoss: { price: price(99), by: "last" } } }),
  },
  {
    reason: "wrong_side_stop",
    command: limit(99, { attached: { takeProfit: { price: price(99), by: "last" } } }),
  },
  { reason: "reduce_only_would_open", command: market({ reduceOnly: true }) },
  { reason: "reduce_only_would_open", command: market({ reduceOnly: true }), state: holdPosition(1) },
  { reason: "post_only_would_match", command: limit("100.1", { timeInForce: "post-only" }) },
  { reason: "price_outside_limit", command: limit("101.1") },
  { reason: "price_outside_limit", command: limit("98.9", { side: "sell" }) },
  {
    reason: "too_many_open_orders",
    command: submit({ side: "buy", kind: "stop-market", trigger: { price: price(101) } }),
    state: withConditionals(10),
  },
  { reason: "insufficient_margin", command: limit(99, { qty: qty(1000) }) },
  {
    reason: "market_data_stale",
    command: market(),
    context: makeContext({ nowMs: 9_000, market: makeMarket(100, { heardAtMs: 6_999 }) }),
  },
  { reason: "market_data_stale", command: limit(99), context: makeContext({ market: null }) },
  { reason: "market_data_stale", command: market(), context: makeContext({ market: null }) },
  {
    reason: "market_data_stale",
    command: limit(99),
    context: makeContext({ market: { ...makeMarket(100), mark: price(0) } }),
  },
  {
    reason: "no_liquidity",
    command: market(),
    context: makeContext({ market: makeMarket(100, { asks: [] }) }),
  },
  {
    reason: "no_liquidity",
    command: market(),
    context: makeContext({ market: makeMarket(100, { bids: [[101, 1]], asks: [[100, 1]] }) }),
  },
  { reason: "no_liquidity", command: limit(101, { qty: qty(6), timeInForce: "FOK" }) },
  { reason: "epoch_passed", command: { ...market(), epoch: 7 } },
  { reason: "order_not_open", command: { type: "cancel", orderId: "none" } },
  { reason: "order_not_open", command: { type: "execute", orderId: "none" } },
  { reason: "order_not_open", command: { type: "amend", orderId: "none" } },
  {
    reason: "no_position",
    command: { type: "close-position", symbol: "BTCUSDT", fraction: dec(1), orderId: "c" },
  },
  { reason: "no_position", command: { type: "reverse-position", symbol: "BTCUSDT", orderId: "c" } },
  { reason: "no_position", command: { type: "close-all", orderIdPrefix: "c" } },
  { reason: "portfolio_locked", command: { type: "close-all", orderIdPrefix: "c" }, state: locked() },
];

describe("rejections", () => {
  it.each(ROWS.map((row, index) => ({ ...row, index })))(
    "$reason (row $index) changes nothing",
    ({ reason, command, context = makeContext({}), state = openPortfolio() }) => {
      const before = structuredClone(state);
      expect(rejectionOf(state, command, context)).toBe(reason);
      expect(state).toEqual(before);
    },
  );

  it("says every reason in one sentence", () => {
    for (const reason of REJECT_REASONS) expect(REJECT_SENTENCES[reason]).toMatch(/^[A-Z].*\.$/);
  });

  it("withdraws a market order that is executed too late, and gives its margin back", () => {
    const queued = mustDecide(openPortfolio(), market(), makeContext({ nowMs: 1_000 })).state;
    const context = makeContext({ nowMs: 6_001 });
    const { events, state } = mustDecide(queued, { type: "execute", orderId: "o1" }, context);
    expect(events).toMatchObject([{ type: "order-rejected", reason: "execution_timeout" }]);
    expect(context.rules.freeMargin(queued, context)).toBeLessThan(money(10_000));
    expect(context.rules.freeMargin(state, context)).toBe(money(10_000));
  });
});

describe("order of the reasons", () => {
  /** An order that is wrong in every way; each row fixes the first remaining reason. */
  const mends: [RejectReason, () => Partial<Wrong>][] = [
    ["portfolio_locked", () => ({ state: openPortfolio() })],
    ["trading_halted", () => ({ halted: new Set() })],
    ["instrument_unknown", () => ({ symbol: "BTCUSDT" })],
    ["instrument_closed", () => ({ status: "trading" })],
    ["price_off_tick", () => ({ price: "101.1" })],
    ["qty_off_step", () => ({ qty: "0" })],
    ["qty_below_min", () => ({ qty: "0.01" })],
    ["notional_below_min", () => ({ qty: "1001" })],
    ["qty_above_max", () => ({ qty: "999" })],
    ["leverage_above_cap", () => ({ maxLeverage: "100" })],
    ["wrong_side_stop", () => ({ stop: "98" })],
    ["post_only_would_match", () => ({ timeInForce: "FOK" })],
    ["price_outside_limit", () => ({ price: "101" })],
    ["insufficient_margin", () => ({ qty: "6" })],
    ["market_data_stale", () => ({ heardAtMs: 10_000 })],
    ["no_liquidity", () => ({ qty: "5" })],
  ];
  type Wrong = {
    state: PortfolioState;
    halted: ReadonlySet<string>;
    symbol: string;
    status: "trading" | "closed";
    price: string;
    qty: string;
    maxLeverage: string;
    stop: string;
    timeInForce: "post-only" | "FOK";
    heardAtMs: number;
  };

  it("reports the first one of several, as the list has them", () => {
    const wrong: Wrong = {
      state: locked(),
      halted: new Set(["*"]),
      symbol: "NOPEUSDT",
      status: "closed",
      price: "101.15",
      qty: "0.0005",
      maxLeverage: "5",
      stop: "101.5",
      timeInForce: "post-only",
      heardAtMs: 1,
    };
    for (const [reason, mend] of mends) {
      expect(attempt(wrong)).toBe(reason);
      Object.assign(wrong, mend());
    }
    expect(attempt(wrong)).toBeNull();
    const order = mends.map(([reason]) => REJECT_REASONS.indexOf(reason));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  function attempt(wrong: Wrong): RejectReason | null {
    const instrument = makeInstrument({ status: wrong.status, maxLeverage: dec(wrong.maxLeverage) });
    const context = makeContext({
      nowMs: 10_000,
      halted: wrong.halted,
      instrument,
      market: makeMarket(100, { tickMs: wrong.heardAtMs }),
    });
    const { symbol, timeInForce } = wrong;
    const attached = { stopLoss: { price: price(wrong.stop), by: "last" as const } };
    const order = { symbol, timeInForce, attached, price: price(wrong.price), qty: qty(wrong.qty) };
    const decision = decide(wrong.state, submit({ side: "buy", kind: "limit", ...order }), context);
    return decision.ok ? null : decision.reason;
  }
});
