import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { Context, Market } from "@/lib/core/engine/context";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { replayUntouched } from "@/lib/core/journal/untouched";
import { BYBIT_TOUCH } from "@/tests/support/bybit-touch";
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
  submit,
} from "@/tests/support/engine-fixtures";

type Row = readonly [open: number, high: number, low: number, close: number];

const at = (value: number | string) => ({ price: price(value), by: "last" as const });
const deep = makeMarket(100, { bids: [[99.9, 1000]], asks: [[100.1, 1000]] });
const bookless: Market = { ...makeMarket(100), book: null };

function candle(
  row: Row,
  more: { volume?: number; startMs?: number; endMs?: number; from?: number } = {},
): Command {
  const [open, high, low, close] = row.map((value) => price(value)) as [Price, Price, Price, Price];
  return {
    type: "price-moved",
    symbol: "BTCUSDT",
    path: {
      kind: "candle",
      candle: { open, high, low, close },
      previousClose: more.from === undefined ? null : price(more.from),
      startMs: more.startMs ?? 10,
      endMs: more.endMs ?? null,
      volume: more.volume === undefined ? null : qty(more.volume),
    },
  };
}
type Price = ReturnType<typeof price>;

function place(state: PortfolioState, order: Partial<OrderRequest> & Pick<OrderRequest, "side" | "kind">) {
  return mustDecide(state, submit(order), makeContext({ market: deep })).state;
}

function walk(
  state: PortfolioState,
  command: Command,
  over: Partial<Parameters<typeof makeContext>[0]> = {},
) {
  return mustDecide(state, command, makeContext({ nowMs: 100_000, market: deep, ...over }));
}

function fillsOf(events: readonly PortfolioEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === "order-filled"
      ? [`${event.purpose} ${event.side} ${formatDecimal(event.qty)} @ ${formatDecimal(event.price)}`]
      : [],
  );
}

describe("a gap before a candle (K15)", () => {
  const falling: Row = [90, 91, 89, 90];
  const rising: Row = [110, 111, 109, 110];

  it.each([
    [10, falling, 98, "stop sell 10 @ 90"],
    [-10, rising, 102, "stop buy 10 @ 110"],
  ] as const)("fills the stop-loss of a position of %d at the open", (size, row, stopLoss, fill) => {
    for (const from of [100, undefined]) {
      const withPosition = holdPosition(size, {
        attached: { stopLoss: at(stopLoss) },
        state: openPortfolio({ leverage: 2 }),
      });
      expect(fillsOf(walk(withPosition, candle(row, { from })).events)).toEqual([fill]);
    }
  });

  it("fills a take-profit at the open too, and a resting limit at its own price", () => {
    const withPosition = holdPosition(10, { attached: { takeProfit: at(105) } });
    expect(fillsOf(walk(withPosition, candle(rising, { from: 100 })).events)).toEqual([
      "target sell 10 @ 110",
    ]);
    const limit = place(openPortfolio(), { side: "buy", kind: "limit", price: price(98) });
    expect(fillsOf(walk(limit, candle(falling, { from: 100 })).events)).toEqual(["manual buy 1 @ 98"]);
  });

  it("lets a stop-limit rest and a trailing stop fill at the open", () => {
    const limit = place(openPortfolio(), {
      side: "sell",
      kind: "stop-limit",
      trigger: { price: price(98) },
      price: price(97),
    });
    const rested = walk(limit, candle(falling, { from: 100 }));
    expect(fillsOf(rested.events)).toEqual([]);
    expect(rested.state.orders[0]?.status).toBe("TRIGGERED");
    const trail = place(openPortfolio(), {
      side: "sell",
      kind: "trailing-stop",
      trail: { distance: price(2) },
    });
    expect(fillsOf(walk(trail, candle(falling, { from: 100 })).events)).toEqual(["manual sell 1 @ 90"]);
    const buy = place(openPortfolio(), { side: "buy", kind: "stop-market", trigger: { price: price(105) } });
    expect(fillsOf(walk(buy, candle(rising, { from: 100 })).events)).toEqual(["manual buy 1 @ 110"]);
  });

  it("follows a trailing stop at the open and sells at its distance (D3)", () => {
    const withPosition = holdPosition(10, { context: makeContext({ market: deep }) });
    const trailed = place(withPosition, {
      side: "sell",
      kind: "trailing-stop",
      qty: qty(10),
      trail: { distance: price(2) },
      reduceOnly: true,
    });
    expect(fillsOf(walk(trailed, candle([110, 110, 105, 106])).events)).toEqual(["manual sell 10 @ 108"]);
  });
});

describe("one candle that touches both exits (K24)", () => {
  const GREEN: Row = [100, 104, 96, 101];
  const RED: Row = [100, 104, 96, 99];
  it.each([
    ["long", GREEN, 10, 97, 103],
    ["long", RED, 10, 97, 103],
    ["short", GREEN, -10, 103, 97],
    ["short", RED, -10, 103, 97],
  ] as const)("takes the stop of a %s in %j, as the journal does", (side, row, size, stop, target) => {
    const withPosition = holdPosition(size, { attached: { stopLoss: at(stop), takeProfit: at(target) } });
    const closing = side === "long" ? "sell" : "buy";
    expect(fillsOf(walk(withPosition, candle(row)).events)).toEqual([`stop ${closing} 10 @ ${stop}`]);
    const [open, high, low, close] = row.map((value) => price(value)) as [Price, Price, Price, Price];
    const trade = {
      side,
      openedAtMs: 0,
      qty: qty(10),
      entryPrice: price(100),
      initialStop: price(stop),
      initialTarget: price(target),
    } as Parameters<typeof replayUntouched>[0];
    expect(replayUntouched(trade, [{ open, high, low, close, startMs: 10 }])).toMatchObject({
      value: { exit: "stop", price: price(stop) },
    });
  });

  it("ends any trade in any candle, gaps too, as the journal's replay does", () => {
    const near = fc.option(fc.integer({ min: 1, max: 8 }));
    const [ends, reach] = [fc.integer({ min: 90, max: 110 }), fc.integer({ min: 0, max: 4 })];
    const cases = fc.record({
      isLong: fc.boolean(),
      stop: near,
      target: near,
      open: ends,
      close: ends,
      up: reach,
      down: reach,
    });
    fc.assert(
      fc.property(cases, ({ isLong, stop, target, open, close, up, down }) => {
        const sign = isLong ? 1 : -1;
        const [stopLoss, takeProfit] = [stop && at(100 - sign * stop), target && at(100 + sign * target)];
        const held = holdPosition(sign, {
          state: openPortfolio({ leverage: 1 }),
          attached: { stopLoss: stopLoss || null, takeProfit: takeProfit || null },
        });
        const row = [open, Math.max(open, close) + up, Math.min(open, close) - down, close] as const;
        const [fill] = walk(held, candle(row)).events.filter(({ type }) => type === "order-filled");
        const trade = {
          side: isLong ? "long" : "short",
          openedAtMs: 0,
          qty: qty(1),
          entryPrice: held.positions[0]?.entryPrice,
          initialStop: stopLoss ? stopLoss.price : null,
          initialTarget: takeProfit ? takeProfit.price : null,
        } as Parameters<typeof replayUntouched>[0];
        const [first, high, low, last] = row.map((value) => price(value)) as [Price, Price, Price, Price];
        const replayed = replayUntouched(trade, [{ open: first, high, low, close: last, startMs: 10 }]);
        const { exit, price: exitPrice = null } = replayed.ok ? replayed.value : { exit: "still-open" };
        if (fill?.type !== "order-filled") expect(exit).toBe("still-open");
        else expect([exit, exitPrice]).toEqual([fill.purpose, fill.price]);
      }),
      { numRuns: 500 },
    );
  });

  it("takes the stop order before the reduce-only limit that wins", () => {
    let state = holdPosition(10);
    const exit = { side: "sell", qty: qty(10), reduceOnly: true } as const;
    state = place(state, { ...exit, orderId: "win", kind: "limit", price: price(103) });
    state = place(state, { ...exit, orderId: "lose", kind: "stop-market", trigger: { price: price(97) } });
    expect(fillsOf(walk(state, candle(RED)).events)).toEqual(["manual sell 10 @ 97"]);
  });

  it("goes by its colour when only one exit lies inside, and takes an open beyond the target as the target", () => {
    const withPosition = holdPosition(10, { attached: { stopLoss: at(91), takeProfit: at(103) } });
    expect(fillsOf(walk(withPosition, candle(RED)).events)).toEqual(["target sell 10 @ 103"]);
    const both = holdPosition(10, { attached: { stopLoss: at(97), takeProfit: at(103) } });
    expect(fillsOf(walk(both, candle([104, 105, 96, 100])).events)).toEqual(["target sell 10 @ 104"]);
  });
});

describe("levels at one price (D2, D4)", () => {
  const rules = BYBIT_TOUCH;
  const ticks = (...lasts: number[]): Command =>
    priceMoved(...lasts.map((last, index) => ({ last, atMs: 10 + index })));

  it.each([
    ["candle", candle([100, 101, 94, 96])],
    ["ticks", ticks(100, 101, 95, 94, 96)],
  ] as const)("%s: the stop-loss comes before an order", (_, command) => {
    let state = holdPosition(10, { attached: { stopLoss: at(95) } });
    state = place(state, { side: "sell", kind: "stop-market", qty: qty(20), trigger: { price: price(95) } });
    const { events } = walk(state, command, { market: bookless });
    expect(fillsOf(events)).toEqual(["stop sell 10 @ 95", "manual sell 20 @ 95"]);
  });

  it.each([
    ["candle", candle([100, 106, 99, 104])],
    ["ticks", ticks(100, 99, 105, 106, 104)],
  ] as const)("%s: the take-profit comes before a limit order that is touched", (_, command) => {
    let state = holdPosition(10, { attached: { takeProfit: at(105) } });
    state = place(state, { side: "sell", kind: "limit", qty: qty(10), price: price(105) });
    const { events } = walk(state, command, { market: bookless, rules });
    expect(fillsOf(events)).toEqual(["target sell 10 @ 105", "manual sell 10 @ 105"]);
  });
});

describe("a jump over several levels", () => {
  it.each([
    ["candle", candle([90, 90.5, 89.5, 90])],
    ["tick", priceMoved({ last: 90, atMs: 10 })],
  ] as const)("%s: matches them in order of price, each at the first price beyond", (_, command) => {
    let state = openPortfolio({ opening: 100_000 });
    for (const trigger of [94, 98, 96]) {
      state = place(state, {
        orderId: `s${trigger}`,
        side: "sell",
        kind: "stop-market",
        trigger: { price: price(trigger) },
      });
    }
    state = place(state, { orderId: "limit", side: "buy", kind: "limit", price: price(95) });
    const { events } = walk(state, command, { market: bookless });
    const filled = events.flatMap((event) =>
      event.type === "order-filled" ? [`${event.orderId} ${formatDecimal(event.price)}`] : [],
    );
    expect(filled).toEqual(["s98 90", "s96 90", "limit 95", "s94 90"]);
  });

  it.each([
    ["candle", candle([85, 86, 84, 85])],
    ["tick", priceMoved({ last: 85, atMs: 10 })],
  ] as const)("%s: liquidates a position that no exit could save at this price", (_, command) => {
    const state = holdPosition(10, { attached: { stopLoss: at(97) } });
    expect(fillsOf(walk(state, command, { market: bookless }).events)).toEqual([
      "liquidation sell 10 @ 90.09",
    ]);
    const inside = candle([100, 100, 84, 85]);
    expect(fillsOf(walk(state, inside, { market: bookless }).events)).toEqual(["stop sell 10 @ 97"]);
  });
});

describe("a market kind without a book pays for its size (H5)", () => {
  const book = makeMarket(100, {
    bids: [
      [99.9, 100],
      [99.4, 65],
    ],
    asks: [
      [100.1, 100],
      [100.6, 65],
    ],
  });
  const uncapped = makeInstrument({ priceLimit: null });
  const stop = (side: "buy" | "sell", trigger: number, size: number) =>
    place(openPortfolio({ opening: 1_000_000 }), {
      side,
      kind: "stop-market",
      qty: qty(size),
      trigger: { price: price(trigger) },
    });

  it.each([
    ["sell", [100, 100.5, 90, 91], 98, 80, "98"],
    ["sell", [100, 100.5, 90, 91], 98, 165, "97.803030303030303030"],
    ["buy", [100, 110, 99.5, 109], 102, 165, "102.196969696969696970"],
    // 100 at 98, 65 at 97.5, 135 at the low.
    ["sell", [100, 100.5, 90, 91], 98, 300, "94.291666666666666667"],
  ] as const)(
    "%s in %j at %d, %d: the last known depth is laid at the trigger",
    (side, row, trigger, size, paid) => {
      const { events } = walk(stop(side, trigger, size), candle(row), { market: book, instrument: uncapped });
      const [fill] = fillsOf(events);
      expect(Number(fill?.split("@ ")[1])).toBeCloseTo(Number(paid), 9);
    },
  );

  it("takes the same depth once, however many orders share the size", () => {
    let state = openPortfolio({ opening: 1_000_000 });
    for (const orderId of ["a", "b", "c"]) {
      state = place(state, {
        orderId,
        side: "sell",
        kind: "stop-market",
        qty: qty(100),
        trigger: { price: price(98) },
      });
    }
    const { events } = walk(state, candle([100, 100.5, 90, 91]), { market: book, instrument: uncapped });
    const paid = events.flatMap((event) =>
      event.type === "order-filled" ? [Number(formatDecimal(event.price))] : [],
    );
    expect(paid[0]).toBe(98);
    expect(paid[1]).toBeCloseTo((65 * 97.5 + 35 * 90) / 100, 9);
    expect(paid[2]).toBe(90);
  });

  it("never fills more than the candle's volume, and spreads it where no depth is known", () => {
    const state = stop("sell", 98, 300);
    const bounded = walk(state, candle([100, 100.5, 90, 91], { volume: 120 }), {
      market: book,
      instrument: uncapped,
    });
    expect(fillsOf(bounded.events)[0]).toMatch(/^manual sell 120 @/);
    const spread = walk(state, candle([100, 100.5, 90, 91], { volume: 600 }), {
      market: bookless,
      instrument: uncapped,
    });
    expect(fillsOf(spread.events)).toEqual(["manual sell 300 @ 96"]);
    // The price cap is 1 % below the mark: 0.98 of the 8 between trigger and low, so 73.5 of the 600.
    const capped = walk(state, candle([100, 100.5, 90, 91], { volume: 600 }), { market: bookless });
    expect(fillsOf(capped.events)).toEqual(["manual sell 73.5 @ 97.51"]);
  });

  it("uses the last book known while the book waits for its snapshot, also for ticks", () => {
    const waiting: Market = { ...book, book: null, lastBook: book.book };
    const path = priceMoved({ last: 98, atMs: 10 }, { last: 95, atMs: 11 });
    const { events } = walk(stop("sell", 98, 300), path, { market: waiting, instrument: uncapped });
    expect(fillsOf(events)[0]).toBe("manual sell 300 @ 96.541666666666666667");
  });

  it("waits where nothing traded and no depth is known, and keeps a position's stop for what is left", () => {
    const state = holdPosition(10, { attached: { stopLoss: at(98) } });
    const silent = walk(state, priceMoved({ last: 97, qty: 0, atMs: 10 }), { market: bookless });
    expect(silent.events).toEqual([]);
    const part = walk(state, priceMoved({ last: 97, qty: 4, atMs: 10 }), { market: bookless });
    expect(fillsOf(part.events)).toEqual(["stop sell 4 @ 97"]);
    const rest = walk(part.state, priceMoved({ last: 96, qty: 40, atMs: 20 }), { market: bookless });
    expect(fillsOf(rest.events)).toEqual(["stop sell 6 @ 96"]);
    const order = place(openPortfolio(), {
      side: "buy",
      kind: "stop-market",
      trigger: { price: price(101) },
    });
    const waits = walk(order, priceMoved({ last: 102, qty: 0, atMs: 10 }), { market: bookless });
    expect(waits.state.orders).toHaveLength(1);
  });

  it("bounds a triggered stop-limit by its limit", () => {
    const state = place(openPortfolio({ opening: 1_000_000 }), {
      side: "sell",
      kind: "stop-limit",
      qty: qty(300),
      trigger: { price: price(98) },
      price: price(97.5),
    });
    const { events, state: after } = walk(state, candle([100, 100.5, 90, 91]), { market: book });
    expect(fillsOf(events)[0]).toMatch(/^manual sell 165 @ 97.80/);
    expect(after.orders[0]).toMatchObject({ filled: qty(165), status: "PARTIALLY_FILLED" });
  });
});

describe("a resting limit that fills by trades", () => {
  const limit = (size: number, at_ = 98, orderId = "o1", state = openPortfolio({ opening: 1_000_000 })) =>
    place(state, { orderId, side: "buy", kind: "limit", qty: qty(size), price: price(at_) });

  it("gets no more of a print beyond it than what traded (L5)", () => {
    const one = walk(limit(800), priceMoved({ last: 97, qty: 3, atMs: 10 }));
    expect(fillsOf(one.events)).toEqual(["manual buy 3 @ 98"]);
    const mark = walk(one.state, priceMoved({ last: 97, mark: 96.9, qty: 0, atMs: 20 }));
    expect(fillsOf(mark.events)).toEqual([]);
    expect(fillsOf(walk(limit(800), priceMoved({ last: 97, atMs: 10 })).events)).toEqual([
      "manual buy 800 @ 98",
    ]);
  });

  it("shares a print among the portfolio's orders, best price first, and once", () => {
    const state = limit(5, 97.5, "worse", limit(5, 98, "better"));
    const path = priceMoved({ last: 97, qty: 7, atMs: 10 });
    const once = walk(state, path);
    expect(fillsOf(once.events)).toEqual(["manual buy 5 @ 98", "manual buy 2 @ 97.5"]);
    expect(walk(once.state, path).events).toEqual([]);
    const short = walk(state, priceMoved({ last: 97, qty: 5, atMs: 10 }));
    expect(fillsOf(short.events)).toEqual(["manual buy 5 @ 98"]);
    expect(walk(short.state, priceMoved({ last: 97, qty: 5, atMs: 10 })).events).toEqual([]);
  });

  it("gets no more of a candle than its volume, which all orders share", () => {
    const state = limit(5, 97.5, "worse", limit(5, 98, "better"));
    const command = candle([100, 100, 97, 99], { volume: 7 });
    const once = walk(state, command);
    expect(fillsOf(once.events)).toEqual(["manual buy 5 @ 98", "manual buy 2 @ 97.5"]);
    expect(walk(once.state, command).events).toEqual([]);
    expect(fillsOf(walk(state, candle([100, 100, 98, 99])).events)).toEqual([]);
  });

  it.each(["buy", "sell"] as const)("a %s joins the queue when its level first shows (L6)", (side) => {
    const far = side === "buy" ? 98 : 102;
    const order = place(openPortfolio(), { side, kind: "limit", qty: qty(2), price: price(far) });
    expect(order.orders[0]?.queueAhead).toBeNull();
    const shown = makeMarket(100, {
      bids: [
        [99.9, 5],
        [98, 8],
      ],
      asks: [
        [100.1, 5],
        [102, 8],
      ],
    });
    const print = priceMoved({ last: far, qty: 3, atMs: 10 });
    const unknown = walk(order, print, { market: bookless });
    expect(unknown.events).toEqual([]);
    const queued = walk(order, print, { market: shown }).state;
    expect(queued.orders[0]).toMatchObject({ queueAhead: qty(8), filled: qty(0) });
    const next = walk(queued, priceMoved({ last: far, qty: 9, atMs: 20 }), { market: shown });
    expect(next.state.orders[0]).toMatchObject({ filled: qty(1) });
    const moved = walk(order, priceMoved({ last: 100, atMs: 10 }), { market: shown }).state;
    expect(moved.orders[0]).toMatchObject({ queueAhead: qty(8) });
  });

  it("joins no queue while the feed is stale, also when its trigger sets it off inside a candle", () => {
    const order = place(openPortfolio(), {
      side: "sell",
      kind: "stop-limit",
      trigger: { price: price(98) },
      price: price(99),
    });
    const stale = makeMarket(100, { heardAtMs: 1, asks: [[100.1, 5]] });
    expect(walk(order, candle([100, 100, 97, 98]), { market: stale }).state.orders[0]).toMatchObject({
      status: "TRIGGERED",
      queueAhead: null,
    });
  });
});

describe("an order whose time is over", () => {
  const timed = (order: Partial<OrderRequest> & Pick<OrderRequest, "side" | "kind">) =>
    place(openPortfolio(), { ...order, expiresAtMs: 500 });
  const kinds = [
    { side: "sell", kind: "stop-market", trigger: { price: price(98) } },
    { side: "sell", kind: "stop-limit", trigger: { price: price(98) }, price: price(97) },
    { side: "sell", kind: "trailing-stop", trail: { distance: price(2) } },
    { side: "buy", kind: "limit", price: price(98) },
    { side: "buy", kind: "take-profit-market", trigger: { price: price(98) } },
  ] as const;

  it.each(kinds)("expires and never fills: $kind", (order) => {
    const row: Row = [99, 99, 96, 97];
    for (const command of [
      priceMoved({ last: 97, atMs: 501 }),
      candle(row, { startMs: 501 }),
      candle(row, { startMs: 440, endMs: 501 }),
    ]) {
      const { events } = walk(timed(order), command);
      expect(events.map((event) => event.type)).toEqual(["order-expired"]);
    }
    for (const command of [priceMoved({ last: 97, atMs: 500 }), candle(row, { startMs: 440, endMs: 500 })]) {
      expect(walk(timed(order), command).events.map((event) => event.type)).not.toContain("order-expired");
    }
  });

  it("is evaluated on the venue's clock", () => {
    const late: Context = makeContext({
      nowMs: 100_000,
      market: { ...deep, feed: { offsetMs: 1_000, walkedMs: 100_000 } },
    });
    const state = timed({ side: "buy", kind: "limit", price: price(98) });
    expect(fillsOf(mustDecide(state, priceMoved({ last: 97, atMs: 1_500 }), late).events)).toHaveLength(1);
    expect(fillsOf(mustDecide(state, priceMoved({ last: 97, atMs: 1_501 }), late).events)).toHaveLength(0);
  });
});

describe("funding of one instant (D6)", () => {
  const fund: Command = {
    type: "settle-funding",
    symbol: "BTCUSDT",
    rate: dec("0.0001"),
    mark: price(100),
    fundingMs: 5,
    positionQty: qty(10),
  };
  const order = (side: "buy" | "sell", size: number, orderId: string) =>
    submit({ side, kind: "market", qty: qty(size), orderId });

  it.each([
    ["as it is", 0],
    ["closed", 10],
    ["flipped", 20],
  ] as const)("is paid once by a position that is %s", (_, sold) => {
    const context = makeContext({ nowMs: 20, market: deep });
    let state = mustDecide(holdPosition(10), fund, context).state;
    const step = (command: Command) => {
      state = mustDecide(state, command, context).state;
    };
    if (sold > 0) {
      step(order("sell", sold, "x"));
      step({ type: "execute", orderId: "x" });
    }
    for (let times = 0; times < 2; times += 1) step(fund);
    expect(state.ledger.funding).toBe(money("0.1"));
    step({ ...fund, fundingMs: 15 });
    expect(state.ledger.funding).toBe(money("0.2"));
  });
});
