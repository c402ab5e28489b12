import { describe, expect, it } from "vitest";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { beginLimitDay } from "@/lib/core/limits/limit-state";
import { createEmptyLimits, type OwnLimits } from "@/lib/core/limits/own-limits";
import { fromJson, toJsonText } from "@/lib/core/proof/event-text";
import {
  makeContext,
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
import { replayLog } from "@/tests/support/replay-log";

const START = Date.parse("2026-05-04T10:00:00Z");
const MINUTE = 60_000;
const at = (nowMs: number, last: string | number = 100) => {
  const [bid, ask] = [(Number(last) - 0.1).toFixed(1), (Number(last) + 0.1).toFixed(1)];
  const market = makeMarket(last, { bids: [[bid, 1000]], asks: [[ask, 1000]] });
  return makeContext({ nowMs, market });
};

/** A portfolio with own limits since `START`, and its log. */
class Limited {
  state: PortfolioState;
  readonly events: PortfolioEvent[] = [];
  nowMs = START;
  #orders = 0;

  constructor(limits: Partial<OwnLimits>, state = openPortfolio()) {
    this.state = state;
    this.set(limits);
  }

  do(command: Command, last: string | number = 100): readonly PortfolioEvent[] {
    const { state, events } = mustDecide(this.state, command, at(this.nowMs, last));
    this.state = state;
    this.events.push(...events);
    return events;
  }

  set(limits: Partial<OwnLimits>): void {
    const day = beginLimitDay("UTC", { nowMs: this.nowMs, balance: this.state.balance });
    const known = { seq: this.state.seq, day };
    this.do({ type: "set-limits", limits: { ...createEmptyLimits("UTC"), ...limits }, known });
  }

  rejectionOf(order: Partial<OrderRequest> = {}, last: string | number = 100) {
    const request = submit({ side: "buy", kind: "market", orderId: "asked", ...order });
    return rejectionOf(this.state, request, at(this.nowMs, last));
  }

  place(order: Partial<OrderRequest> = {}): string {
    this.#orders += 1;
    const orderId = `order-${this.#orders}`;
    this.do(submit({ side: "buy", kind: "market", orderId, ...order }));
    return orderId;
  }

  trade(order: Partial<OrderRequest> = {}, last: string | number = 100): readonly PortfolioEvent[] {
    const orderId = this.place(order);
    return this.do({ type: "execute", orderId }, last);
  }

  /** Opens a position at the ask of 100.1 and closes it at `last` less 0.1. */
  roundTrip(last: string | number): void {
    this.trade();
    this.trade({ side: "sell", reduceOnly: true }, last);
  }
}

describe("a portfolio that its own limit has locked", () => {
  const lockedLong = () => {
    const one = new Limited({ lossesInRow: 1 });
    one.roundTrip(99);
    return one;
  };

  it("rejects every kind of order that would open", () => {
    const one = lockedLong();
    const kinds: Partial<OrderRequest>[] = [
      { kind: "market" },
      { kind: "limit", price: price(99) },
      { kind: "limit", price: price(99), timeInForce: "post-only" },
      { kind: "stop-market", trigger: { price: price(101) } },
      { kind: "stop-limit", trigger: { price: price(101) }, price: price(101) },
      { kind: "take-profit-market", trigger: { price: price(99) } },
      { kind: "trailing-stop", trail: { distance: price(1) } },
      { side: "sell" },
    ];
    for (const kind of kinds) expect(one.rejectionOf(kind)).toBe("own_limit");
  });

  it("is locked once in the log, with its cause and its end", () => {
    const one = lockedLong();
    one.do({ type: "check" });
    const locks = one.events.filter(({ type }) => type === "limit-locked");
    expect(locks).toMatchObject([{ cause: "streak", untilMs: Date.parse("2026-05-05T00:00:00Z") }]);
  });

  it("opens again at the reset", () => {
    const one = lockedLong();
    one.nowMs = Date.parse("2026-05-05T00:00:00Z") - 1;
    expect(one.rejectionOf()).toBe("own_limit");
    one.nowMs += 1;
    expect(one.rejectionOf()).toBeNull();
  });

  it("stays locked when it is reset", () => {
    const one = lockedLong();
    one.do({ type: "reset", opening: money(50_000) });
    expect(one.rejectionOf()).toBe("own_limit");
  });

  it("closes, protects and reduces, and neither adds nor reverses", () => {
    const one = new Limited({ hours: { opensAt: "09:00", closesAt: "11:00" } });
    one.trade({ qty: qty(2) });
    one.nowMs += 60 * MINUTE;
    expect(one.rejectionOf()).toBe("own_limit");
    expect(one.rejectionOf({ side: "sell", qty: qty(3) })).toBe("own_limit");
    const reverse = { type: "reverse-position", symbol: "BTCUSDT", orderId: "reverse" } as const;
    expect(rejectionOf(one.state, reverse, at(one.nowMs))).toBe("own_limit");
    one.do({ type: "set-position-stops", symbol: "BTCUSDT", stopLoss: { price: price(95), by: "last" } });
    one.do({ type: "close-position", symbol: "BTCUSDT", fraction: price("0.5"), orderId: "half" });
    one.do({ type: "execute", orderId: "half" });
    expect(one.state.positions[0]?.qty).toBe(qty(1));
    one.trade({ side: "sell", qty: qty("0.5") });
    expect(one.state.positions[0]?.qty).toBe(qty("0.5"));
    one.nowMs += 1_000;
    const events = one.do(priceMoved({ last: 95, qty: 100, atMs: one.nowMs }), 95);
    expect(typesOf(events)).toContain("round-trip-closed");
  });
});

describe("orders that waited when the lock began", () => {
  const waiting = (order: Partial<OrderRequest>) => {
    const one = new Limited({ hours: { opensAt: "09:00", closesAt: "11:00" } });
    one.place(order);
    one.nowMs += 60 * MINUTE;
    return one;
  };

  it.each<[string, Partial<OrderRequest>, number]>([
    ["limit", { kind: "limit", price: price(99) }, 98.5],
    ["stop-market", { kind: "stop-market", trigger: { price: price(101) } }, 101.5],
    ["stop-limit", { kind: "stop-limit", trigger: { price: price(101) }, price: price(101) }, 101.5],
    ["take-profit-market", { kind: "take-profit-market", trigger: { price: price(99) } }, 98.5],
    ["trailing-stop", { kind: "trailing-stop", trail: { distance: price(1) } }, 101.5],
  ])("a %s that its price reaches is cancelled with the reason", (_kind, order, last) => {
    const one = waiting(order);
    const events = one.do(priceMoved({ last, qty: 1000, atMs: one.nowMs }), last);
    expect(events).toContainEqual(expect.objectContaining({ type: "order-cancelled", reason: "own_limit" }));
    expect([one.state.orders, one.state.positions]).toEqual([[], []]);
  });

  it("one that its price does not reach goes on waiting, and opens after the lock", () => {
    const one = waiting({ kind: "limit", price: price(99) });
    one.do(priceMoved({ last: 100, atMs: one.nowMs }));
    one.nowMs = START + 24 * 60 * MINUTE;
    one.do(priceMoved({ last: 98.5, qty: 1000, atMs: one.nowMs }), 98.5);
    expect(one.state.positions[0]?.qty).toBe(qty(1));
  });

  it("a queued market order is rejected by its first book", () => {
    const one = new Limited({ lossesInRow: 1 });
    one.trade();
    const close = one.place({ side: "sell", reduceOnly: true });
    const next = one.place({ side: "buy", qty: qty(2) });
    one.do({ type: "execute", orderId: close }, 99);
    const events = one.do({ type: "execute", orderId: next }, 99);
    expect(events).toMatchObject([{ type: "order-rejected", reason: "own_limit" }]);
  });

  it("an order that would turn the position only closes it", () => {
    const one = new Limited({ hours: { opensAt: "09:00", closesAt: "11:00" } });
    one.trade();
    one.place({ side: "sell", kind: "limit", price: price(101), qty: qty(3) });
    one.nowMs += 60 * MINUTE;
    one.do(priceMoved({ last: 101.5, qty: 1000, atMs: one.nowMs }), 101.5);
    expect([one.state.positions, one.state.orders]).toEqual([[], []]);
  });

  it("an amendment is rejected, a cancellation is not", () => {
    const one = waiting({ kind: "limit", price: price(99) });
    const amend = { type: "amend", orderId: "order-1", price: price(98) } as const;
    expect(rejectionOf(one.state, amend, at(one.nowMs))).toBe("own_limit");
    one.do({ type: "cancel", orderId: "order-1" });
    expect(one.state.orders).toEqual([]);
  });
});

describe("what is counted", () => {
  it("a trade is from flat to flat: additions are none, a turn is a new one", () => {
    const one = new Limited({ tradesPerDay: 2 });
    one.trade();
    one.trade();
    expect(one.state.limits?.day.trades).toBe(1);
    one.trade({ side: "sell", qty: qty(3) });
    expect(one.state.limits?.day.trades).toBe(2);
    expect(one.rejectionOf({ side: "sell" })).toBeNull();
    expect(one.rejectionOf({ side: "buy", qty: qty(2) })).toBe("own_limit");
    one.trade({ reduceOnly: true });
    expect(one.rejectionOf({ side: "sell" })).toBe("own_limit");
  });

  it("in hedge mode each side opens a trade of its own", () => {
    const one = new Limited({ tradesPerDay: 2 });
    one.do({ type: "set-position-mode", symbol: "BTCUSDT", isHedged: true });
    one.trade();
    one.trade({ side: "sell" });
    expect(one.state.limits?.day.trades).toBe(2);
    one.trade({ side: "buy", reduceOnly: true });
    expect(one.rejectionOf({ side: "sell" })).toBe("own_limit");
    expect(one.rejectionOf({ side: "buy" })).toBeNull();
  });

  it("the day's result is after fees and funding", () => {
    const one = new Limited({ dayLoss: money(500) });
    const before = one.state.balance;
    one.trade();
    one.nowMs += MINUTE;
    one.do({
      type: "settle-funding",
      symbol: "BTCUSDT",
      rate: price("0.001"),
      mark: price(100),
      fundingMs: one.nowMs,
    });
    one.trade({ side: "sell", reduceOnly: true }, 98);
    expect(one.state.limits?.day.net).toBe(one.state.balance - before);
    expect(one.state.balance).toBeLessThan(before);
  });

  it("a loss adds to the row, a win ends it", () => {
    const one = new Limited({ lossesInRow: 3 });
    for (const last of [99, 99, 103, 99]) one.roundTrip(last);
    expect(one.state.limits?.day).toMatchObject({ lossesInRow: 1, trades: 4 });
    expect(one.rejectionOf()).toBeNull();
  });

  it("each loss begins the pause again", () => {
    const one = new Limited({ pauseMinutes: 10 });
    one.trade({ qty: qty(2) });
    one.trade({ side: "sell", qty: qty(2), reduceOnly: true }, 99);
    one.nowMs += 10 * MINUTE - 1;
    expect(one.rejectionOf()).toBe("own_limit");
    one.nowMs += 1;
    one.roundTrip(99);
    const locks = one.events.filter(({ type }) => type === "limit-locked");
    expect(locks).toMatchObject([
      { cause: "pause", untilMs: START + 10 * MINUTE },
      { cause: "pause", untilMs: START + 20 * MINUTE },
    ]);
  });
});

describe("setting limits", () => {
  it("needs the whole day where none is set", () => {
    const state = openPortfolio();
    const day = beginLimitDay("UTC", { nowMs: START, balance: state.balance });
    const limits = { ...createEmptyLimits("UTC"), tradesPerDay: 1 };
    const command = { type: "set-limits", limits, known: { seq: state.seq - 1, day } } as const;
    expect(rejectionOf(state, command, at(START))).toBe("portfolio_changed");
  });

  it("locks at once where the day has reached the limit already", () => {
    const one = new Limited({ tradesPerDay: 5 });
    one.roundTrip(101);
    one.set({ tradesPerDay: 1 });
    expect(one.rejectionOf()).toBe("own_limit");
    expect(typesOf(one.events)).toContain("limit-locked");
  });

  it("keeps the tighter ones until the looser ones hold", () => {
    const one = new Limited({ lossesInRow: 1 });
    one.set({});
    one.nowMs = Date.parse("2026-05-05T00:00:00Z");
    one.roundTrip(99);
    expect(one.rejectionOf()).toBeNull();
    expect(one.state.limits).toBeNull();
  });

  it("without a change makes no event", () => {
    const one = new Limited({ lossesInRow: 1 });
    const { length } = one.events;
    one.set({ lossesInRow: 1 });
    expect(one.events).toHaveLength(length);
  });

  it("is in the log: a replay gives the same state", () => {
    const opened = openPortfolio();
    const one = new Limited({ pauseMinutes: 10, dayLoss: money(20) }, opened);
    one.roundTrip(99);
    one.set({ pauseMinutes: 5, hours: { opensAt: "09:00", closesAt: "20:00" } });
    one.nowMs += 26 * 60 * MINUTE;
    one.do({ type: "adjust", amount: money(1), note: "" });
    const stored = one.events.map((event) => fromJson<PortfolioEvent>(JSON.parse(toJsonText(event))));
    const first = { type: "portfolio-opened", seq: 1, atMs: 0 } as const;
    const log = [
      {
        ...first,
        id: "p",
        kind: "perpetual" as const,
        marginMode: "isolated" as const,
        opening: opened.balance,
        leverage: opened.defaultLeverage,
      },
      ...stored,
    ];
    expect(replayLog(log)).toEqual(one.state);
  });
});
