import { describe, expect, it } from "vitest";
import type { OrderRequest } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import {
  dec,
  makeContext,
  makeMarket,
  mustDecide,
  openPortfolio,
  price,
  qty,
  rejectionOf,
  submit,
  typesOf,
} from "@/tests/support/engine-fixtures";

/** Offset of a venue clock that is 3 s ahead of ours, to tell the clocks apart. */
const OFFSET_MS = 3_000;
const NOW_MS = 10_000;
const execute = { type: "execute", orderId: "o1" } as const;

/** The market of last 100 at `atMs` of our clock, with tick and book that much older. */
function seen(
  atMs: number,
  over: { last?: number; bookAgeMs?: number; tickAgeMs?: number; walkedAgeMs?: number } = {},
): Context {
  const { last = 100, bookAgeMs = 10, tickAgeMs = 10, walkedAgeMs = 100 } = over;
  const venueMs = atMs + OFFSET_MS;
  const market = makeMarket(last, {
    tickMs: venueMs - tickAgeMs,
    bookMs: venueMs - bookAgeMs,
    feed: { offsetMs: OFFSET_MS, walkedMs: venueMs - walkedAgeMs },
  });
  return makeContext({ nowMs: atMs, market });
}

type Order = Partial<OrderRequest> & Pick<OrderRequest, "kind">;
const accept = (order: Order, context = seen(NOW_MS), state = openPortfolio()): PortfolioState =>
  mustDecide(state, submit({ side: "buy", ...order }), context).state;

describe("an order that needs the market", () => {
  const crossing = { kind: "limit", price: price(100.5) } as const;
  const kinds: Record<string, Order> = {
    market: { kind: "market" },
    "market FOK": { kind: "market", timeInForce: "FOK" },
    "limit GTC that meets the book": crossing,
    "limit IOC": { ...crossing, timeInForce: "IOC" },
    "limit FOK": { ...crossing, timeInForce: "FOK" },
  };

  it.each(Object.keys(kinds))("of kind %s is filled by the first book after its acceptance alone", (name) => {
    const queued = accept(kinds[name] as Order);
    expect(queued.orders[0]?.status).toBe("QUEUED");
    for (const ageMs of [50, 41, 40]) {
      // Made at the acceptance itself, or before it.
      expect(rejectionOf(queued, execute, seen(NOW_MS + 40, { bookAgeMs: ageMs }))).toBe("market_data_stale");
    }
    const { state, events } = mustDecide(queued, execute, seen(NOW_MS + 40, { last: 100.2, bookAgeMs: 39 }));
    expect(state.orders).toEqual([]);
    const [fill] = events.filter((event) => event.type === "order-filled");
    expect(fill?.price).toBe(price(100.3));
    expect(fill?.evidence).toMatchObject({ bookMs: NOW_MS + 1 + OFFSET_MS, venueOffsetMs: OFFSET_MS });
  });

  it.each(Object.keys(kinds))("of kind %s is withdrawn when none comes within 5 s", (name) => {
    const queued = accept(kinds[name] as Order);
    const late = seen(NOW_MS + 5_001);
    expect(typesOf(mustDecide(queued, execute, late).events)).toEqual(["order-rejected"]);
    const { events, state } = mustDecide(queued, { type: "expire" }, late);
    expect(events).toMatchObject([{ type: "order-rejected", reason: "execution_timeout" }]);
    expect(state.orders).toEqual([]);
  });

  it("closes, closes all and reverses by that book, too", () => {
    const withPosition = mustDecide(accept({ kind: "market" }), execute, seen(NOW_MS + 40)).state;
    const atMs = NOW_MS + 1_000;
    for (const command of [
      { type: "close-position", symbol: "BTCUSDT", fraction: dec(1), orderId: "x" },
      { type: "close-all", orderIdPrefix: "x" },
      { type: "reverse-position", symbol: "BTCUSDT", orderId: "x" },
    ] as const) {
      const queued = mustDecide(withPosition, command, seen(atMs)).state;
      const orderId = queued.orders[0]?.id ?? "";
      const old = seen(atMs + 100, { bookAgeMs: 101 });
      expect(rejectionOf(queued, { type: "execute", orderId }, old)).toBe("market_data_stale");
      const { events } = mustDecide(queued, { type: "execute", orderId }, seen(atMs + 100, { last: 97 }));
      expect(events.find((event) => event.type === "order-filled")?.price).toBe(price(96.9));
    }
  });
});

describe("a limit order at the first book", () => {
  it("rests when the market has left its price", () => {
    const queued = accept({ kind: "limit", price: price(100.5) });
    const { state } = mustDecide(queued, execute, seen(NOW_MS + 100, { last: 103 }));
    expect(state.orders).toMatchObject([{ status: "OPEN", filled: qty(0) }]);
  });

  it("takes what is offered at its price, and the rest stands", () => {
    const queued = accept({ kind: "limit", price: price(100.5), qty: qty(8) });
    const { state } = mustDecide(queued, execute, seen(NOW_MS + 100));
    expect(state.orders).toMatchObject([{ status: "PARTIALLY_FILLED", filled: qty(5) }]);
  });

  it("rests at once when it does not meet the book that is known", () => {
    expect(accept({ kind: "limit", price: price(99) }).orders[0]?.status).toBe("OPEN");
  });

  it("is never a taker when it is post-only: evaluated by that book, whatever the old one said", () => {
    const postOnly = { kind: "limit", timeInForce: "post-only" } as const;
    const above = accept({ ...postOnly, price: price(100.5) });
    const gone = seen(NOW_MS + 100, { last: 103 });
    expect(mustDecide(above, execute, gone).state.orders).toMatchObject([{ status: "OPEN" }]);
    const rejection = { type: "order-rejected", reason: "post_only_would_match" };
    expect(mustDecide(above, execute, seen(NOW_MS + 100)).events).toMatchObject([rejection]);
    const below = accept({ ...postOnly, price: price(99) });
    const fallen = seen(NOW_MS + 100, { last: 98 });
    expect(mustDecide(below, execute, fallen).events).toMatchObject([rejection]);
  });

  it("waits again when it is amended into the market", () => {
    const resting = accept({ kind: "limit", price: price(99) });
    const atMs = NOW_MS + 2_000;
    const amend = { type: "amend", orderId: "o1", price: price(100.5) } as const;
    const amended = mustDecide(resting, amend, seen(atMs)).state;
    expect(amended.orders).toMatchObject([{ status: "QUEUED" }]);
    expect(rejectionOf(amended, execute, seen(atMs + 50, { bookAgeMs: 50 }))).toBe("market_data_stale");
    const { state } = mustDecide(amended, execute, seen(atMs + 50));
    expect(state.orders).toEqual([]);
    expect(state.positions).toHaveLength(1);
  });
});

describe("the age of a market", () => {
  const market = submit({ side: "buy", kind: "market" });

  it("is that of its tick or its book, whichever is older, on the venue's clock", () => {
    expect(rejectionOf(openPortfolio(), market, seen(NOW_MS, { tickAgeMs: 2_000 }))).toBeNull();
    for (const old of [{ bookAgeMs: 2_001 }, { tickAgeMs: 2_001 }]) {
      expect(rejectionOf(openPortfolio(), market, seen(NOW_MS, old))).toBe("market_data_stale");
    }
  });
});

describe("a queued order behind a gap", () => {
  it("waits until the price path has been walked up to its acceptance", () => {
    const queued = accept({ kind: "market" });
    const back = { walkedAgeMs: 9_000 };
    expect(rejectionOf(queued, execute, seen(NOW_MS + 100, back))).toBe("market_data_stale");
    expect(rejectionOf(queued, execute, seen(NOW_MS + 100))).toBeNull();
  });
});
