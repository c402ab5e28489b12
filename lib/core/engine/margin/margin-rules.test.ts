import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal, toNumber } from "@/lib/core/decimal";
import { assertInvariants } from "@/lib/core/engine/assert-invariants";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
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
  priceMoved,
  qty,
  rejectionOf,
  submit,
  typesOf,
} from "@/tests/support/engine-fixtures";

const deepAt = (last: number) =>
  makeMarket(last, {
    bids: [[(last - 0.1).toFixed(1), 9_000]],
    asks: [[(last + 0.1).toFixed(1), 9_000]],
  });
const context = makeContext({ market: deepAt(100) });
const stopAt = (text: string | number) => ({ price: price(text), by: "last" as const });
const execute = (state: PortfolioState, orderId = "o1", at: Context = context) =>
  mustDecide(state, { type: "execute", orderId }, at).state;

function liquidationOf(state: PortfolioState, at: Context = context): number | null {
  const [position] = state.positions;
  const instrument = position && at.instruments.get(position.symbol);
  if (!position || !instrument) throw new Error("There is no position.");
  const found = at.rules.liquidationPrice(state, position, instrument);
  return found === null ? null : toNumber(found);
}

describe("an order and the open position's leverage", () => {
  const withPosition = () => holdPosition(10, { context, state: openPortfolio({ leverage: 5 }) });
  const kinds: Partial<OrderRequest>[] = [
    { kind: "market" },
    { kind: "limit", price: price(97) },
    { kind: "stop-market", trigger: { price: price(103) } },
    { kind: "stop-limit", trigger: { price: price(103) }, price: price(103) },
    { kind: "take-profit-market", trigger: { price: price(97) } },
    { kind: "trailing-stop", trail: { distance: price(2) } },
  ];

  it.each(kinds)("$kind of another leverage is rejected on both sides", (over) => {
    for (const leverage of [1, 10, 60]) {
      const order = submit({ side: "buy", kind: "market", ...over, leverage: dec(leverage) });
      expect(rejectionOf(withPosition(), order, context)).toBe("leverage_differs");
    }
    const sell = submit({ side: "sell", kind: "limit", price: price(101), leverage: dec(60) });
    expect(rejectionOf(withPosition(), sell, context)).toBe("leverage_differs");
  });

  it.each(kinds)("$kind of the same leverage, or of none, leaves it where it is", (over) => {
    for (const leverage of [dec(5), undefined]) {
      const order = submit({ side: "buy", kind: "market", ...over, ...(leverage && { leverage }) });
      const { state, events } = mustDecide(withPosition(), order, context);
      expect(state.positions[0]).toEqual(withPosition().positions[0]);
      expect(typesOf(events)).toEqual(["order-accepted"]);
    }
  });

  it("is set by the first order of a flat symbol, and not by the second", () => {
    const limit = (orderId: string, leverage: number) =>
      submit({ orderId, side: "buy", kind: "limit", price: price(97), leverage: dec(leverage) });
    const first = mustDecide(openPortfolio(), limit("a", 40), context);
    expect(typesOf(first.events)).toEqual(["leverage-set", "order-accepted"]);
    expect(rejectionOf(first.state, limit("b", 20), context)).toBe("leverage_differs");
    expect(mustDecide(first.state, limit("b", 40), context).state.orders).toHaveLength(2);
  });

  it("is no matter of an order that only reduces, and checked against the cap", () => {
    const close = submit({ side: "sell", kind: "market", reduceOnly: true, leverage: dec(60) });
    expect(mustDecide(withPosition(), close, context).state.positions[0]?.leverage).toBe(dec(5));
    const above = submit({ side: "buy", kind: "market", leverage: dec(101) });
    expect(rejectionOf(openPortfolio(), above, context)).toBe("leverage_above_cap");
  });
});

describe("the leverage's cap", () => {
  // At 100x up to a value of 2 million, at 50x above it.
  const rich = () => openPortfolio({ opening: 1_000_000, leverage: 100 });
  const place = (orderId: string, over: Partial<OrderRequest> & Pick<OrderRequest, "side" | "kind">) =>
    submit({ orderId, qty: qty(500), ...over });
  const buys: (Partial<OrderRequest> & Pick<OrderRequest, "side" | "kind">)[] = [
    { side: "buy", kind: "limit", price: price(99) },
    { side: "buy", kind: "stop-market", trigger: { price: price(101) } },
    { side: "buy", kind: "trailing-stop", trail: { distance: price(2) } },
    { side: "buy", kind: "market" },
  ];
  const sells: typeof buys = [
    { side: "sell", kind: "limit", price: price(101) },
    { side: "sell", kind: "stop-limit", trigger: { price: price(99) }, price: price(99) },
    { side: "sell", kind: "market" },
  ];

  it.each([{ kinds: buys }, { kinds: sells }])("counts all open orders of a side, %#", ({ kinds }) => {
    const at = makeContext({
      market: makeMarket(100, { bids: [["99.9", 9_000]], asks: [["100.1", 9_000]] }),
      instrument: makeInstrument({
        maxLimitQty: qty(2_000),
        maxMarketQty: qty(2_000),
        tiers: [
          {
            limit: money(100_000),
            maintenanceRate: dec("0.005"),
            maxLeverage: dec(100),
            deduction: money(0),
          },
          {
            limit: money(900_000),
            maintenanceRate: dec("0.01"),
            maxLeverage: dec(50),
            deduction: money(500),
          },
        ],
      }),
    });
    for (const [index, kind] of kinds.entries()) {
      const first = mustDecide(rich(), place("a", kind), at).state;
      const next = kinds[(index + 1) % kinds.length];
      const second = next && place("b", { ...next, kind: next.kind, side: next.side, qty: qty(520) });
      if (!second) throw new Error("There is a next kind.");
      expect(rejectionOf(first, second, at)).toBe("leverage_above_cap");
      const other = kind.side === "buy" ? sells[0] : buys[0];
      expect(other && rejectionOf(first, place("c", { ...other, qty: qty(520) }), at)).toBeNull();
      const calm = mustDecide(
        openPortfolio({ opening: 1_000_000, leverage: 50 }),
        place("a", kind),
        at,
      ).state;
      const both = mustDecide(calm, second, at).state;
      const raise: Command = { type: "set-leverage", symbol: "BTCUSDT", leverage: dec(100) };
      expect(rejectionOf(both, raise, at)).toBe("leverage_above_cap");
      const grow: Command = { type: "amend", orderId: "a", qty: qty(900) };
      if (kind.kind !== "market") expect(rejectionOf(first, grow, at)).toBeNull();
      if (kind.kind !== "market")
        expect(rejectionOf(first, { ...grow, qty: qty(1_100) }, at)).toBe("leverage_above_cap");
    }
  });

  it("counts what orders against a position leave open, and never what only reduces", () => {
    const withPosition = holdPosition(500, {
      context,
      state: openPortfolio({ opening: 1_000_000, leverage: 100 }),
    });
    const sell = (orderId: string, amount: number, reduceOnly = false) =>
      submit({ orderId, side: "sell", kind: "limit", price: price(101), qty: qty(amount), reduceOnly });
    const first = mustDecide(withPosition, sell("a", 1_000), context).state;
    const wide = (amount: number) => {
      let state = first;
      for (let count = 0; count < amount; count += 1)
        state = mustDecide(state, sell(`s${count}`, 1_000), context).state;
      return state;
    };
    // 19 × 1,000 more leave 19,500 × 101 = 1,969,500 open the other way; the twentieth is beyond 2 million.
    const full = wide(19);
    expect(rejectionOf(full, sell("z", 1_000), context)).toBe("leverage_above_cap");
    expect(rejectionOf(full, sell("z", 500, true), context)).toBeNull();
  });
});

describe("stops of an order that adds", () => {
  const attached = { stopLoss: stopAt(95), takeProfit: stopAt(110) };
  const add = (over: Partial<OrderRequest> = {}) =>
    submit({
      side: "buy",
      kind: "market",
      attached: { stopLoss: stopAt(97), takeProfit: stopAt(120) },
      ...over,
    });

  it("leave the position's own where they are", () => {
    const state = execute(mustDecide(holdPosition(1, { context, attached }), add(), context).state);
    expect(state.positions[0]).toMatchObject({
      qty: qty(2),
      stopLoss: { price: price(95) },
      takeProfit: { price: price(110) },
    });
  });

  it("stand in for the one that it lacks, and hold for what a flip opens", () => {
    const half = holdPosition(1, { context, attached: { takeProfit: stopAt(110) } });
    expect(execute(mustDecide(half, add(), context).state).positions[0]).toMatchObject({
      stopLoss: { price: price(97) },
      takeProfit: { price: price(110) },
    });
    const flip = add({
      side: "sell",
      qty: qty(3),
      attached: { stopLoss: stopAt(105), takeProfit: stopAt(90) },
    });
    const flipped = execute(mustDecide(holdPosition(1, { context, attached }), flip, context).state);
    expect(flipped.positions[0]).toMatchObject({ qty: qty(-2), stopLoss: { price: price(105) } });
  });
});

describe("margin of reverse and flips", () => {
  const half = (size: number) => holdPosition(size, { context, state: openPortfolio({ opening: 1_000 }) });
  const ways: [string, (buys: boolean, size: number) => Command][] = [
    ["reverse", () => ({ type: "reverse-position", symbol: "BTCUSDT", orderId: "o1" })],
    ["market", (buys, size) => submit({ side: buys ? "buy" : "sell", kind: "market", qty: qty(2 * size) })],
    [
      "limit that rests",
      (buys, size) =>
        submit({
          side: buys ? "buy" : "sell",
          kind: "limit",
          price: price(buys ? 99 : 101),
          qty: qty(2 * size),
        }),
    ],
    [
      "limit that crosses, IOC",
      (buys, size) =>
        submit({
          side: buys ? "buy" : "sell",
          kind: "limit",
          price: price(buys ? 100.5 : 99.5),
          timeInForce: "IOC",
          qty: qty(2 * size),
        }),
    ],
    [
      "stop-market",
      (buys, size) =>
        submit({
          side: buys ? "buy" : "sell",
          kind: "stop-market",
          trigger: { price: price(buys ? 101 : 99) },
          qty: qty(2 * size),
        }),
    ],
  ];

  it.each(ways)("%s of the whole margin is carried, long and short", (_, command) => {
    for (const size of [50, -50]) {
      const { state } = mustDecide(half(size), command(size < 0, Math.abs(size)), context);
      const withPosition = state.orders.some(({ status }) => status === "QUEUED") ? execute(state) : state;
      assertInvariants(withPosition, context.instruments);
      expect(context.rules.freeMargin(withPosition, context)).toBeGreaterThanOrEqual(0n);
    }
  });

  it.each(["stop-market", "stop-limit"] as const)("%s is carried when it triggers", (kind) => {
    const flip = submit({
      side: "sell",
      kind,
      trigger: { price: price(99) },
      ...(kind === "stop-limit" && { price: price("98.5") }),
      qty: qty(95),
    });
    const waiting = mustDecide(half(50), flip, makeContext({ nowMs: 1, market: deepAt(100) })).state;
    const at99 = makeContext({ nowMs: 10, market: deepAt(99) });
    const { state } = mustDecide(waiting, priceMoved({ last: 99, atMs: 10 }), at99);
    expect(state.positions[0]?.qty).toBe(qty(-45));
  });

  it("takes the dearer side: what a second order opens has to be paid", () => {
    const sell = (orderId: string, size: number) =>
      submit({ orderId, side: "sell", kind: "limit", price: price(101), qty: qty(size) });
    const closing = mustDecide(half(50), sell("a", 50), context).state;
    expect(context.rules.orderMargin(closing, context)).toBe(0n);
    expect(mustDecide(closing, sell("b", 50), context).state.orders).toHaveLength(2);
    expect(rejectionOf(closing, sell("b", 110), context)).toBe("insufficient_margin");
    const buy = submit({ orderId: "c", side: "buy", kind: "limit", price: price(99), qty: qty(45) });
    const hedged = mustDecide(mustDecide(closing, sell("b", 50), context).state, buy, context).state;
    expect(context.rules.freeMargin(hedged, context)).toBeGreaterThanOrEqual(0n);
  });

  it("does not open a flip that the loss of the close leaves no margin for", () => {
    const broke = holdPosition(50, { context, state: openPortfolio({ opening: 520 }) });
    const at92 = makeContext({ nowMs: 1, market: deepAt(92) });
    const reverse: Command = { type: "reverse-position", symbol: "BTCUSDT", orderId: "r" };
    expect(rejectionOf(broke, reverse, at92)).toBe("insufficient_margin");
    const close = submit({ side: "sell", kind: "market", qty: qty(50) });
    expect(execute(mustDecide(broke, close, at92).state, "o1", at92).positions).toEqual([]);
  });

  it("counts what a flip leaves open against the leverage's cap, not what it closes", () => {
    const tight = makeContext({
      market: deepAt(100),
      instrument: makeInstrument({
        tiers: [
          { limit: money(8_000), maintenanceRate: dec("0.005"), maxLeverage: dec(50), deduction: money(0) },
          { limit: money(99_000), maintenanceRate: dec("0.01"), maxLeverage: dec(20), deduction: money(40) },
        ],
      }),
    });
    const withPosition = holdPosition(60, { context: tight, state: openPortfolio({ leverage: 50 }) });
    const reverse: Command = { type: "reverse-position", symbol: "BTCUSDT", orderId: "r" };
    expect(rejectionOf(withPosition, reverse, tight)).toBeNull();
    expect(rejectionOf(withPosition, submit({ side: "buy", kind: "market", qty: qty(30) }), tight)).toBe(
      "leverage_above_cap",
    );
  });

  it("withdraws a resting order that lost what covered it", () => {
    const sell = submit({ side: "sell", kind: "limit", price: price(101), qty: qty(140) });
    const at = openPortfolio({ opening: 1_000 });
    const covered = mustDecide(holdPosition(50, { context, state: at }), sell, context).state;
    const closed = execute(
      mustDecide(
        covered,
        { type: "close-position", symbol: "BTCUSDT", fraction: dec(1), orderId: "c" },
        context,
      ).state,
      "c",
    );
    const { events, state } = mustDecide(
      closed,
      priceMoved({ last: 102, atMs: 10 }),
      makeContext({ nowMs: 10, market: deepAt(102) }),
    );
    expect(events).toMatchObject([{ type: "order-cancelled", reason: "no_margin" }]);
    expect(state.positions).toEqual([]);
  });

  it("holds for random accounts: whatever is accepted leaves free margin, and closing is always accepted", () => {
    const input = fc.record({
      size: fc.integer({ min: -90, max: 90 }).filter((value) => value !== 0),
      orders: fc.array(
        fc.record({
          buys: fc.boolean(),
          size: fc.integer({ min: 1, max: 150 }),
          ticks: fc.integer({ min: 1, max: 9 }),
        }),
        { maxLength: 6 },
      ),
      isCross: fc.boolean(),
    });
    fc.assert(
      fc.property(input, ({ size, orders, isCross }) => {
        const marginMode = isCross ? "cross" : "isolated";
        let state = holdPosition(size, { context, state: openPortfolio({ opening: 1_000, marginMode }) });
        for (const [index, { buys, size: amount, ticks }] of orders.entries()) {
          const command = submit({
            orderId: `l${index}`,
            side: buys ? "buy" : "sell",
            kind: "limit",
            price: price((100 + (buys ? -ticks : ticks) / 10).toFixed(1)),
            qty: qty(amount),
          });
          if (rejectionOf(state, command, context) !== null) continue;
          state = mustDecide(state, command, context).state;
          expect(context.rules.freeMargin(state, context)).toBeGreaterThanOrEqual(0n);
        }
        const close: Command = { type: "close-position", symbol: "BTCUSDT", fraction: dec(1), orderId: "c" };
        expect(rejectionOf(state, close, context)).toBeNull();
      }),
      { numRuns: 150 },
    );
  });
});

describe("trailing stops that can't work", () => {
  const trail = (side: "buy" | "sell", over: object) =>
    submit({ side, kind: "trailing-stop", qty: qty(1), ...over });
  const of = (distance: number, activation?: number) => ({
    trail: { distance: price(distance), ...(activation !== undefined && { activation: price(activation) }) },
  });

  it.each([
    [trail("sell", of(2, 95)), "wrong_side_activation"],
    [trail("sell", of(2, 100)), "wrong_side_activation"],
    [trail("buy", of(2, 110)), "wrong_side_activation"],
    [trail("sell", { ...of(100), reduceOnly: true }), "trail_too_large"],
    [trail("sell", { ...of(150), reduceOnly: true }), "trail_too_large"],
    [trail("buy", of(100)), "trail_too_large"],
    [trail("sell", of(120, 110)), "trail_too_large"],
    [trail("sell", {}), "trail_required"],
    [trail("sell", of(0)), "trail_required"],
    [trail("sell", { trigger: { price: price(95) } }), "trigger_not_allowed"],
    [trail("sell", { ...of(2), trigger: { price: price(95) } }), "trigger_not_allowed"],
    [trail("sell", { ...of(2), price: price(95) }), "price_not_allowed"],
    [submit({ side: "sell", kind: "limit", price: price(101), ...of(2) }), "trail_not_allowed"],
    [
      submit({ side: "sell", kind: "limit", price: price(101), trigger: { price: price(99) } }),
      "trigger_not_allowed",
    ],
    [submit({ side: "sell", kind: "market", trigger: { price: price(99) } }), "trigger_not_allowed"],
    [submit({ side: "sell", kind: "stop-market", ...of(2) }), "trail_not_allowed"],
    [
      submit({ side: "sell", kind: "stop-market", trigger: { price: price(99) }, price: price(99) }),
      "price_not_allowed",
    ],
  ] as const)("row %#: %s", (command, reason) => {
    expect(rejectionOf(holdPosition(10, { context }), command, context)).toBe(reason);
  });

  it("takes what can", () => {
    const state = holdPosition(10, { context });
    for (const command of [trail("sell", of(2, 105)), trail("buy", of(2, 95)), trail("sell", of(99))]) {
      expect(rejectionOf(state, command, context)).toBeNull();
    }
  });
});

describe("amendments", () => {
  const now = makeContext({ nowMs: 5, market: deepAt(100) });
  const place = (over: Partial<OrderRequest> & Pick<OrderRequest, "kind">) =>
    mustDecide(openPortfolio(), submit({ side: "sell", ...over }), context).state;
  const limit = () => place({ kind: "limit", price: price(101) });
  const stop = () => place({ kind: "stop-market", trigger: { price: price(95) } });
  const trailing = (activation?: number) =>
    place({
      kind: "trailing-stop",
      trail: { distance: price(2), ...(activation !== undefined && { activation: price(activation) }) },
    });
  const amend = (changes: object): Command => ({ type: "amend", orderId: "o1", ...changes });

  it.each([
    [limit(), { triggerPrice: price(95) }, "trigger_not_allowed"],
    [limit(), { trailDistance: price(2) }, "trail_not_allowed"],
    [limit(), { price: price(102), activation: price(105) }, "trail_not_allowed"],
    [stop(), { price: price(95) }, "price_not_allowed"],
    [stop(), { trailDistance: price(1) }, "trail_not_allowed"],
    [trailing(), { triggerPrice: price(95) }, "trigger_not_allowed"],
    [trailing(), { price: price(95) }, "price_not_allowed"],
    [trailing(), { activation: price(105) }, "trail_active"],
    [trailing(), { trailDistance: price(100) }, "trail_too_large"],
    [trailing(), { trailDistance: price("0.05") }, "price_off_tick"],
    [trailing(110), { activation: price(99) }, "wrong_side_activation"],
  ] as const)("row %#: what the kind does not have is rejected: %o", (state, changes, reason) => {
    expect(rejectionOf(state, amend(changes), now)).toBe(reason);
  });

  it("changes a trail's distance and activation", () => {
    const nearer = mustDecide(trailing(), amend({ trailDistance: price(1) }), now).state;
    expect(nearer.orders[0]?.trail).toEqual({ distance: price(1), activation: null, extreme: price(100) });
    const later = mustDecide(trailing(110), amend({ activation: price(120), trailDistance: price(3) }), now);
    expect(later.state.orders[0]?.trail).toEqual({
      distance: price(3),
      activation: price(120),
      extreme: null,
    });
    expect(typesOf(later.events)).toEqual(["order-amended"]);
  });

  it("rejects a distance whose trigger the price has passed already", () => {
    const passed = makeContext({ nowMs: 6, market: deepAt(99) });
    expect(rejectionOf(trailing(), amend({ trailDistance: price(1) }), passed)).toBe("wrong_side_stop");
  });

  it("to the same values makes no event and keeps the place", () => {
    for (const [state, same] of [
      [limit(), { price: price(101), qty: qty(1) }],
      [stop(), { triggerPrice: price(95) }],
      [trailing(110), { trailDistance: price(2), activation: price(110) }],
    ] as const) {
      const decision = mustDecide(state, amend(same), now);
      expect(decision.events).toEqual([]);
      expect(decision.state.orders).toEqual(state.orders);
    }
  });

  it("leaves the trigger of an order that has triggered", () => {
    const waiting = place({ kind: "stop-limit", trigger: { price: price(99) }, price: price(99) });
    const at = makeContext({ nowMs: 9, market: makeMarket(99, { bids: [["98.9", 9]], asks: [[99, 9]] }) });
    const triggered = mustDecide(waiting, priceMoved({ last: 99, atMs: 9 }), at).state;
    expect(triggered.orders[0]?.status).toBe("TRIGGERED");
    expect(rejectionOf(triggered, amend({ triggerPrice: price(98) }), at)).toBe("trigger_passed");
  });
});

describe("a stop beyond the liquidation price", () => {
  const set = (stopLoss: object): Command => ({
    type: "set-position-stops",
    symbol: "BTCUSDT",
    stopLoss: stopLoss as ReturnType<typeof stopAt>,
  });
  const long = () => holdPosition(10, { context, state: openPortfolio({ leverage: 8 }) });
  const short = () => holdPosition(-10, { context, state: openPortfolio({ leverage: 8 }) });

  it.each(["last", "mark"] as const)("is rejected on the position, by %s", (by) => {
    expect(liquidationOf(long())).toBeCloseTo(88.03, 2);
    expect(rejectionOf(long(), set({ price: price(80), by }), context)).toBe("stop_beyond_liquidation");
    expect(rejectionOf(long(), set({ price: price("88.1"), by }), context)).toBeNull();
    expect(liquidationOf(short())).toBeCloseTo(111.83, 2);
    expect(rejectionOf(short(), set({ price: price(112), by }), context)).toBe("stop_beyond_liquidation");
    expect(rejectionOf(short(), set({ price: price("111.8"), by }), context)).toBeNull();
  });

  it.each([
    [{ kind: "market" }, 80],
    [{ kind: "limit", price: price(97) }, 80],
    [{ kind: "stop-market", trigger: { price: price(103) } }, 80],
    [{ kind: "trailing-stop", trail: { distance: price(2) } }, 80],
  ] as const)("row %#: is rejected where it is attached", (over, stopLoss) => {
    const order = submit({ side: "buy", ...over, attached: { stopLoss: stopAt(stopLoss) } });
    expect(rejectionOf(openPortfolio({ leverage: 8 }), order, context)).toBe("stop_beyond_liquidation");
    expect(rejectionOf(openPortfolio({ leverage: 4 }), order, context)).toBeNull();
    expect(rejectionOf(openPortfolio({ leverage: 8, marginMode: "cross" }), order, context)).toBeNull();
  });

  it("is rejected on an order of its own that only reduces, and when it is amended there", () => {
    const stop = (at: number) =>
      submit({ side: "sell", kind: "stop-market", reduceOnly: true, trigger: { price: price(at) } });
    expect(rejectionOf(long(), stop(80), context)).toBe("stop_beyond_liquidation");
    const placed = mustDecide(long(), stop(90), context).state;
    const amend: Command = { type: "amend", orderId: "o1", triggerPrice: price(85) };
    expect(rejectionOf(placed, amend, context)).toBe("stop_beyond_liquidation");
    const entry = submit({
      side: "buy",
      kind: "limit",
      price: price(99),
      attached: { stopLoss: stopAt("87.5") },
    });
    const resting = mustDecide(openPortfolio({ leverage: 8 }), entry, context).state;
    const higher: Command = { type: "amend", orderId: "o1", price: price("99.9") };
    expect(rejectionOf(resting, higher, context)).toBe("stop_beyond_liquidation");
  });

  it("that came about otherwise forbids no leverage that brings the liquidation price away from it", () => {
    const protectedLong = mustDecide(long(), set(stopAt(91)), context).state;
    const [position] = protectedLong.positions;
    // Funding that the free balance could not pay was taken from the margin.
    const drained = {
      ...protectedLong,
      positions: [{ ...position, extraMargin: money(-40) } as NonNullable<typeof position>],
    };
    expect(liquidationOf(drained)).toBeGreaterThan(91);
    const leverage = (value: number): Command => ({
      type: "set-leverage",
      symbol: "BTCUSDT",
      leverage: dec(value),
    });
    const lower = mustDecide(drained, leverage(7.5), context).state;
    expect(liquidationOf(lower)).toBeGreaterThan(91);
    expect(rejectionOf(drained, leverage(5), context)).toBeNull();
    expect(rejectionOf(lower, leverage(7.9), context)).toBe("stop_beyond_liquidation");
  });

  it("does not come about by a change of leverage or an order that adds", () => {
    const protectedLong = mustDecide(long(), set(stopAt(89)), context).state;
    const raise = (leverage: number, over: object = {}): Command => ({
      type: "set-leverage",
      symbol: "BTCUSDT",
      leverage: dec(leverage),
      ...over,
    });
    expect(rejectionOf(protectedLong, raise(20), context)).toBe("stop_beyond_liquidation");
    expect(rejectionOf(protectedLong, raise(20, { replacesStop: true }), context)).toBeNull();
    expect(rejectionOf(protectedLong, raise(4), context)).toBeNull();
    const at110 = makeContext({ market: deepAt(110) });
    const add = submit({ side: "buy", kind: "market", qty: qty(30) });
    expect(rejectionOf(protectedLong, add, at110)).toBe("stop_beyond_liquidation");
    const resting = mustDecide(
      openPortfolio({ leverage: 4 }),
      submit({ side: "buy", kind: "limit", price: price(99), attached: { stopLoss: stopAt(80) } }),
      context,
    ).state;
    expect(rejectionOf(resting, raise(20), context)).toBe("stop_beyond_liquidation");
  });

  it.each(["stop-market", "stop-limit"] as const)(
    "of a reduce-only %s does not come about by one either",
    (kind) => {
      const at = (over: { side: "buy" | "sell"; at: number }) =>
        submit({
          orderId: "protect",
          side: over.side,
          kind,
          reduceOnly: true,
          qty: qty(10),
          trigger: { price: price(over.at) },
          ...(kind === "stop-limit" ? { price: price(over.at) } : {}),
        });
      const add = (side: "buy" | "sell") => submit({ orderId: "add", side, kind: "market", qty: qty(30) });
      const [protectedLong, protectedShort] = [
        mustDecide(long(), at({ side: "sell", at: 90 }), context).state,
        mustDecide(short(), at({ side: "buy", at: 110 }), context).state,
      ];
      const [at110, at90] = [110, 90].map((last) => makeContext({ market: deepAt(last) })) as [
        Context,
        Context,
      ];
      expect(rejectionOf(protectedLong, add("buy"), at110)).toBe("stop_beyond_liquidation");
      expect(rejectionOf(protectedShort, add("sell"), at90)).toBe("stop_beyond_liquidation");
      expect(rejectionOf(long(), add("buy"), at110)).toBeNull();
      expect(rejectionOf(short(), add("sell"), at90)).toBeNull();
    },
  );

  it("makes no event where the stops are what they were", () => {
    const both = { stopLoss: stopAt(95), takeProfit: stopAt(110) };
    const command = { type: "set-position-stops", symbol: "BTCUSDT" } as const;
    const state = mustDecide(long(), { ...command, ...both }, context).state;
    const later = { ...context, nowMs: context.nowMs + 1_000 };
    for (const same of [both, { stopLoss: both.stopLoss }, {}]) {
      expect(mustDecide(state, { ...command, ...same }, later).events).toEqual([]);
    }
    expect(mustDecide(long(), { ...command, stopLoss: null, takeProfit: null }, later).events).toEqual([]);
    const moved = mustDecide(state, { ...command, ...both, takeProfit: stopAt(111) }, later).state;
    expect(moved.positions[0]?.stopLoss).toEqual(state.positions[0]?.stopLoss);
    const byMark = { ...both.stopLoss, by: "mark" } as const;
    expect(mustDecide(state, { ...command, stopLoss: byMark }, later).events).toHaveLength(1);
  });
});

describe("margin of an isolated position", () => {
  const withPosition = () => holdPosition(50, { context, state: openPortfolio({ opening: 1_000 }) });
  const adjust = (amount: number | string): Command => ({
    type: "adjust-margin",
    symbol: "BTCUSDT",
    amount: money(amount),
    requestId: "m",
  });

  it.each([50, -50])(
    "is added and taken out again, and moves the liquidation price (position %d)",
    (size) => {
      const state = holdPosition(size, { context, state: openPortfolio({ opening: 1_000 }) });
      const { state: added, events } = mustDecide(state, adjust(200), context);
      expect(events).toMatchObject([
        { type: "margin-adjusted", amount: money(200), extraMargin: money(200) },
      ]);
      expect(added.balance).toBe(state.balance);
      const free = context.rules.freeMargin(state, context);
      expect(context.rules.freeMargin(added, context)).toBe(free - money(200));
      const moved = (liquidationOf(added) ?? 0) - (liquidationOf(state) ?? 0);
      expect(size > 0 ? -moved : moved).toBeCloseTo(
        200 / (1 - Math.sign(size) * 0.00055) / 50 / (1 - Math.sign(size) * 0.005),
        6,
      );
      // At a mark that is not worse than the entry all added margin can be removed.
      const back = mustDecide(
        added,
        adjust(-200),
        makeContext({ market: deepAt(size > 0 ? 101 : 99) }),
      ).state;
      expect(liquidationOf(back)).toBe(liquidationOf(state));
    },
  );

  it("is limited by what is free, by what was added, and by the initial margin at the mark", () => {
    expect(rejectionOf(withPosition(), adjust(500), context)).toBe("insufficient_margin");
    expect(rejectionOf(withPosition(), adjust("-0.01"), context)).toBe("margin_below_initial");
    const added = mustDecide(withPosition(), adjust(200), context).state;
    const risen = makeContext({ market: deepAt(101) });
    expect(rejectionOf(added, adjust("-200.01"), risen)).toBe("margin_below_initial");
    expect(rejectionOf(added, adjust(-200), risen)).toBeNull();
    const fallen = makeContext({ market: deepAt(97) });
    expect(rejectionOf(added, adjust(-200), fallen)).toBe("margin_below_initial");
    expect(rejectionOf(added, adjust(-50), fallen)).toBeNull();
    const silent = makeContext({ nowMs: 9_000, market: makeMarket(100, { heardAtMs: 1 }) });
    expect(rejectionOf(added, adjust(-50), silent)).toBe("market_data_stale");
    expect(rejectionOf(openPortfolio(), adjust(1), context)).toBe("no_position");
    const cross = holdPosition(5, { context, state: openPortfolio({ marginMode: "cross" }) });
    expect(rejectionOf(cross, adjust(1), context)).toBe("margin_not_isolated");
  });

  it("keeps a stop on the near side of the liquidation price", () => {
    const added = mustDecide(withPosition(), adjust(300), context).state;
    const stopLoss = stopAt(86);
    const stop: Command = { type: "set-position-stops", symbol: "BTCUSDT", stopLoss };
    const stopped = mustDecide(added, stop, context).state;
    expect(rejectionOf(stopped, adjust(-300), makeContext({ market: deepAt(101) }))).toBe(
      "stop_beyond_liquidation",
    );
    const order = submit({ side: "sell", kind: "stop-market", reduceOnly: true, trigger: stopLoss });
    const ordered = mustDecide(added, order, context).state;
    expect(rejectionOf(ordered, adjust(-300), makeContext({ market: deepAt(101) }))).toBe(
      "stop_beyond_liquidation",
    );
    expect(rejectionOf(ordered, adjust(-10), makeContext({ market: deepAt(101) }))).toBeNull();
  });

  it.each([50, -50])(
    "is all that a liquidation costs, and a part that closes takes its share (position %d)",
    (size) => {
      const opened = holdPosition(size, { context, state: openPortfolio({ opening: 1_000 }) });
      const added = mustDecide(opened, adjust(200), context).state;
      const margin = (state: PortfolioState) => {
        const [position] = state.positions;
        const instrument = context.instruments.get("BTCUSDT");
        if (!position || !instrument) throw new Error("There is no position.");
        return context.rules.positionMargin(position, instrument);
      };
      const crash = size > 0 ? 40 : 190;
      const gone = mustDecide(
        added,
        priceMoved({ last: crash, mark: crash, atMs: 10 }),
        makeContext({ nowMs: 10, market: deepAt(crash) }),
      ).state;
      expect(toNumber(added.balance) - toNumber(gone.balance)).toBeCloseTo(toNumber(margin(added)), 9);
      const close: Command = {
        type: "close-position",
        symbol: "BTCUSDT",
        fraction: dec("0.4"),
        orderId: "c",
      };
      const part = execute(mustDecide(added, close, context).state, "c");
      expect(part.positions[0]?.extraMargin).toBe(money(120));
    },
  );
});

/** Value in the second tier from 1,000, in the third from 2,000; the deductions make maintenance continuous. */
const tiered = makeInstrument({
  tiers: [
    { limit: money(1_000), maintenanceRate: dec("0.01"), maxLeverage: dec(50), deduction: money(0) },
    { limit: money(2_000), maintenanceRate: dec("0.02"), maxLeverage: dec(40), deduction: money(10) },
    { limit: money(9_000), maintenanceRate: dec("0.05"), maxLeverage: dec(20), deduction: money(70) },
  ],
});
const tieredAt = (last: number, nowMs = 0) =>
  makeContext({ nowMs, instrument: tiered, market: deepAt(last) });

describe("liquidation down the tiers", () => {
  const walk = (size: number, mark: number, marginMode: "isolated" | "cross" = "isolated") => {
    const opening = marginMode === "cross" ? 320 : 10_000;
    const state = openPortfolio({ opening, marginMode });
    const withPosition = holdPosition(size, { context: tieredAt(100), state });
    const { state: after, events } = mustDecide(
      withPosition,
      priceMoved({ last: mark, mark, atMs: 10 }),
      tieredAt(mark, 10),
    );
    const steps = events.flatMap((event) => (event.type === "position-liquidated" ? [event] : []));
    return { withPosition, after, steps };
  };

  it("reduces a position to the next lower tier at the mark, as far as needed", () => {
    const { withPosition, after, steps } = walk(30, 92.3);
    expect(liquidationOf(withPosition, tieredAt(100))).toBeGreaterThan(92.3);
    expect(steps.map(({ qty: part, remaining }) => [part, remaining].map(formatDecimal))).toEqual([
      ["8.332", "21.668"],
    ]);
    expect(steps[0]).toMatchObject({ settledAt: price("92.3"), mark: price("92.3"), insurance: money(0) });
    expect(after.positions[0]?.qty).toBe(qty("21.668"));
    expect(after.liquidations).toBe(1);
  });

  it("goes on while the mark is beyond the new price, and takes the rest over in the lowest tier", () => {
    const { after, steps } = walk(30, 90.5);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.at(-1)?.remaining).toBe(qty(0));
    expect(after.positions).toEqual([]);
  });

  it("takes all over at once where the mark is beyond bankruptcy", () => {
    for (const [size, mark] of [
      [30, 80],
      [-30, 120],
    ] as const) {
      const { after, steps } = walk(size, mark);
      expect(steps).toHaveLength(1);
      expect(steps[0]?.remaining).toBe(qty(0));
      expect(steps[0]?.insurance).toBeLessThan(0n);
      expect(after.positions).toEqual([]);
    }
  });

  it("does the same with a short", () => {
    const { steps, after } = walk(-30, 107);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps[0]?.remaining).toBeLessThan(0n);
    assertInvariants(after, tieredAt(107).instruments);
  });

  it("cancels the orders that would increase the position, and leaves those that reduce it", () => {
    const withPosition = holdPosition(30, { context: tieredAt(100), state: openPortfolio() });
    const buy = submit({ orderId: "b", side: "buy", kind: "limit", price: price(99) });
    const sell = submit({ orderId: "s", side: "sell", kind: "limit", price: price(105), reduceOnly: true });
    const waiting = [buy, sell].reduce(
      (state, command) => mustDecide(state, command, tieredAt(100)).state,
      withPosition,
    );
    const { state } = mustDecide(waiting, priceMoved({ last: 100, mark: 92.3, atMs: 10 }), tieredAt(100, 10));
    expect(state.positions[0]?.qty).toBe(qty("21.668"));
    expect(state.orders.map(({ id }) => id)).toEqual(["s"]);
  });

  it("cross: reduces the largest position first, and only while the account is short", () => {
    const { steps, after } = walk(30, 91.7, "cross");
    expect(steps.length).toBeGreaterThan(0);
    expect(steps[0]?.remaining).toBeGreaterThan(0n);
    expect(after.balance).toBeGreaterThanOrEqual(0n);
  });

  it("walks a candle to the same steps", () => {
    const withPosition = holdPosition(30, { context: tieredAt(100), state: openPortfolio() });
    const candle = { open: price(100), high: price(100), low: price("92.3"), close: price("92.3") };
    const path = { kind: "candle" as const, candle, previousClose: price(100), startMs: 60_000 };
    const command: Command = { type: "price-moved", symbol: "BTCUSDT", path };
    const { state, events } = mustDecide(withPosition, command, tieredAt(100, 120_000));
    expect(events.filter(({ type }) => type === "position-liquidated")).toHaveLength(1);
    expect(toNumber(state.positions[0]?.qty ?? qty(0))).toBeGreaterThan(20);
  });
});

it("an isolated account whose funding took all that was free ends at zero, too", () => {
  const paid = { type: "settle-funding", symbol: "BTCUSDT", mark: price(100), fundingMs: 5 } as const;
  for (const size of [3, 7, 9.999, -3, -7, -9.999]) {
    for (const [leverage, rate] of [
      [10, "0.2"],
      [7, "0.19"],
      [3, "0.13"],
    ] as const) {
      const opening = (Math.abs(size) * 100) / leverage + 5;
      const held = holdPosition(size, { context, state: openPortfolio({ opening, leverage }) });
      const signed = dec(size > 0 ? rate : `-${rate}`);
      const { state } = mustDecide(
        held,
        { ...paid, rate: signed },
        makeContext({ nowMs: 6, market: deepAt(100) }),
      );
      const mark = size > 0 ? 50 : 150;
      const end = mustDecide(
        state,
        priceMoved({ last: mark, atMs: 10 }),
        makeContext({ nowMs: 10, market: deepAt(mark) }),
      ).state;
      expect(end.positions).toEqual([]);
      expect(end.balance).toBeGreaterThanOrEqual(0n);
      expect(toNumber(end.balance)).toBeLessThan(1e-12);
    }
  }
});

describe("a cross account beyond bankruptcy", () => {
  const crash = (size: number, mark: number) => {
    const withPosition = holdPosition(size, {
      context,
      state: openPortfolio({ opening: 1_000, marginMode: "cross" }),
    });
    return mustDecide(
      withPosition,
      priceMoved({ last: mark, mark, atMs: 10 }),
      makeContext({ nowMs: 10, market: deepAt(mark) }),
    );
  };

  it.each([
    [90, 85],
    [-90, 115],
    [90, 1],
    [-90, 500],
  ])("position %d, next mark %d: ends at zero, the fund takes the rest", (size, mark) => {
    const { state, events } = crash(size, mark);
    expect(state.positions).toEqual([]);
    expect(state.balance).toBeGreaterThanOrEqual(0n);
    expect(toNumber(state.balance)).toBeLessThan(1e-12);
    const [taken] = events.flatMap((event) => (event.type === "position-liquidated" ? [event] : []));
    expect(taken?.insurance).toBeLessThan(0n);
    assertInvariants(state, context.instruments);
  });

  it("keeps what is left where equity covers the close", () => {
    expect(crash(90, 89.2).state.balance).toBeGreaterThan(money(1));
  });

  it("ends at zero whatever is held in several symbols", () => {
    const input = fc.array(
      fc.record({
        size: fc.integer({ min: -40, max: 40 }).filter((value) => value !== 0),
        mark: fc.integer({ min: 40, max: 190 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(input, (legs) => {
        const symbols = legs.map((_, index) => `S${index}USDT`);
        const at = (marks: readonly number[], nowMs: number): Context => ({
          ...context,
          nowMs,
          instruments: new Map(symbols.map((symbol) => [symbol, makeInstrument({ symbol })])),
          markets: new Map(
            symbols.map((symbol, index) => [
              symbol,
              { ...deepAt(marks[index] ?? 100), tickMs: nowMs, bookMs: nowMs + 1 },
            ]),
          ),
        });
        const before = at(
          legs.map(() => 100),
          0,
        );
        let state = openPortfolio({ opening: 1_000, marginMode: "cross", leverage: 50 });
        for (const [index, { size }] of legs.entries()) {
          const orderId = `o${index}`;
          const symbol = symbols[index] ?? "";
          const side = size > 0 ? "buy" : "sell";
          const order = submit({ orderId, symbol, side, kind: "market", qty: qty(Math.abs(size)) });
          if (rejectionOf(state, order, before) !== null) continue;
          state = execute(mustDecide(state, order, before).state, orderId, before);
        }
        const after = at(
          legs.map(({ mark }) => mark),
          10,
        );
        const point = { last: price(legs[0]?.mark ?? 100), mark: null, qty: null, timeMs: 10, seq: 1 };
        const command: Command = {
          type: "price-moved",
          symbol: symbols[0] ?? "",
          path: { kind: "points", points: [{ ...point, mark: point.last }] },
        };
        const { state: end } = mustDecide(state, command, after);
        assertInvariants(end, after.instruments);
        if (end.positions.length === 0) expect(end.balance).toBeGreaterThanOrEqual(0n);
      }),
      { numRuns: 200 },
    );
  });
});

describe("liquidation price by the tier at that price", () => {
  const bitcoin = makeInstrument({
    tiers: [
      {
        limit: money(50_000_000),
        maintenanceRate: dec("0.029"),
        maxLeverage: dec(20),
        deduction: money(452_000),
      },
      {
        limit: money(55_000_000),
        maintenanceRate: dec("0.03"),
        maxLeverage: dec(19),
        deduction: money(502_000),
      },
      {
        limit: money(60_000_000),
        maintenanceRate: dec("0.035"),
        maxLeverage: dec(18),
        deduction: money(777_000),
      },
      {
        limit: money(65_000_000),
        maintenanceRate: dec("0.036"),
        maxLeverage: dec(17),
        deduction: money(837_000),
      },
      {
        limit: money(70_000_000),
        maintenanceRate: dec("0.038"),
        maxLeverage: dec(16),
        deduction: money(967_000),
      },
      {
        limit: money(75_000_000),
        maintenanceRate: dec("0.04"),
        maxLeverage: dec(15),
        deduction: money(1_107_000),
      },
    ],
  });

  it("is that of 61 M for a long of 74.6 M: margin and maintenance meet there", () => {
    const position = {
      symbol: "BTCUSDT",
      qty: qty("870.646"),
      cost: money("74573633.38012"),
      entryPrice: price("85653.22"),
      leverage: dec(5),
      extraMargin: money(0),
    };
    const found = context.rules.liquidationPrice(openPortfolio(), position, bitcoin);
    const at = toNumber(found ?? price(0));
    const value = at * 870.646;
    expect(value).toBeGreaterThan(60e6);
    expect(value).toBeLessThan(65e6);
    const margin = 74_573_633.38012 / 5 + value - 74_573_633.38012;
    expect(margin).toBeCloseTo(value * 0.036 - 837_000, 2);
  });

  /** Exact bigint fractions over every tier, independent of the engine. */
  it("agrees with exact fractions over all tiers, long and short, with and without extra margin", () => {
    const input = fc.record({
      isLong: fc.boolean(),
      size: fc.integer({ min: 1, max: 4_000_000 }),
      entry: fc.integer({ min: 1, max: 5_000 }),
      leverage: fc.integer({ min: 1, max: 50 }),
      extra: fc.integer({ min: -5, max: 400 }),
    });
    const steps = [
      { limit: 1_000n, rate: 10n, deduction: 0n },
      { limit: 2_000n, rate: 20n, deduction: 10n },
      { limit: 9_000n, rate: 50n, deduction: 70n },
    ];
    fc.assert(
      fc.property(input, ({ isLong, size, entry, leverage, extra }) => {
        const S = BigInt(size);
        const [E, L, X] = [BigInt(entry), BigInt(leverage), BigInt(extra)];
        const sign = isLong ? 1n : -1n;
        // Quantity S/1000, entry E/10: value E·S/10,000. Each tier's price as a fraction of integers.
        const prices = steps.map(({ rate, deduction }) => {
          const scale = 10_000n * L * (100_000n - sign * 55n);
          const value = E * S * L * (100_000n - sign * 55n);
          const initial = E * S * (100_000n - sign * 55n);
          const added = X * 100_000n * 10_000n * L;
          const top = value - sign * (initial + added + deduction * scale);
          return [top * 1_000n * 1_000n, scale * S * (1_000n - sign * rate)] as const;
        });
        const wanted = prices.reduce((a, b) => {
          const isHigher = b[0] * a[1] > a[0] * b[1];
          return isHigher === isLong ? b : a;
        });
        const position = {
          symbol: "BTCUSDT",
          qty: qty(`${isLong ? "" : "-"}${(size / 1_000).toFixed(3)}`),
          cost: money((Number(E * S) / 10_000).toFixed(4)),
          entryPrice: price((entry / 10).toFixed(1)),
          leverage: dec(leverage),
          extraMargin: money(extra),
        };
        const found = context.rules.liquidationPrice(openPortfolio(), position, tiered);
        if (wanted[0] <= 0n) expect(found).toBeNull();
        else {
          const exact = (wanted[0] * 10n ** 18n) / wanted[1];
          const missed = (found ?? 0n) - exact;
          expect(missed < 0n ? -missed : missed).toBeLessThan(10n ** 9n);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
