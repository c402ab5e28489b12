import { describe, expect, it } from "vitest";
import { type Decimal, ONE, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import {
  contextOf,
  instrumentOf,
  NOON,
  type Prices,
  planNamed,
  TestPortfolio,
} from "@/tests/engine/challenge-fixture";

const MODES = ["isolated", "cross"] as const;
const BOTH: Prices = { BTCUSDT: "100", LTCUSDT: "100" };
const closeAll = { type: "close-all", orderIdPrefix: "all" } as const;
const ltc = (change: Parameters<typeof instrumentOf>[1]) => [
  instrumentOf("BTCUSDT"),
  instrumentOf("LTCUSDT", change),
];

function holdBoth(marginMode: "isolated" | "cross", side: "buy" | "sell" = "buy"): TestPortfolio {
  const portfolio = new TestPortfolio({ marginMode });
  for (const symbol of ["BTCUSDT", "LTCUSDT"])
    portfolio.trade({ symbol, side, qty: "1" }, contextOf(BOTH, NOON));
  return portfolio;
}

describe.each(MODES)("close-all (%s)", (marginMode) => {
  const cases: [string, Prices, Parameters<typeof contextOf>[2], RejectReason][] = [
    ["halted", BOTH, { halted: ["LTCUSDT"] }, "trading_halted"],
    ["silent", { BTCUSDT: "100", LTCUSDT: ["100", 10_000] }, {}, "market_data_stale"],
    ["never seen", { BTCUSDT: "100" }, {}, "market_data_stale"],
    ["closed", BOTH, { instruments: ltc({ status: "closed" }) }, "instrument_closed"],
    ["not listed", BOTH, { instruments: [instrumentOf("BTCUSDT")] }, "instrument_unknown"],
  ];
  it.each(cases)(
    "queues what can be closed and names the one that is %s",
    (_name, prices, options, reason) => {
      for (const side of ["buy", "sell"] as const) {
        const portfolio = holdBoth(marginMode, side);
        const now = contextOf(prices, NOON + 1_000, options);
        expect(portfolio.run(closeAll, now).ok).toBe(true);
        expect(portfolio.state.orders).toMatchObject([
          { id: "all:BTCUSDT", status: "QUEUED", reduceOnly: true },
        ]);
        expect(portfolio.last("close-rejected")).toMatchObject({ symbol: "LTCUSDT", reason });
      }
    },
  );

  it("is rejected with the reason where nothing can be closed, and holds nothing", () => {
    const portfolio = holdBoth(marginMode);
    const before = portfolio.state;
    const decision = portfolio.run(closeAll, contextOf(BOTH, NOON + 1_000, { halted: ["*"] }));
    expect(decision).toMatchObject({ ok: false, reason: "trading_halted", events: [] });
    expect(portfolio.state).toEqual(before);
    expect(new TestPortfolio().run(closeAll, contextOf(BOTH, NOON))).toMatchObject({ reason: "no_position" });
  });
});

describe.each(MODES)("a full close (%s)", (marginMode) => {
  const changes: [string, Parameters<typeof instrumentOf>[1]][] = [
    ["the step has become coarser", { qtyStep: parseDecimal("0.7") }],
    ["the smallest quantity has risen", { minQty: parseQty("2") }],
    ["the smallest value has risen", { minNotional: parseMoney("1000") }],
    ["the largest quantity has fallen", { maxMarketQty: parseQty("0.5"), maxLimitQty: parseQty("0.5") }],
    ["the leverage is not allowed any more", { maxLeverage: parseDecimal("2") }],
  ];
  it.each(changes)("passes although %s", (_name, change) => {
    for (const command of [
      closeAll,
      { type: "close-position", symbol: "LTCUSDT", fraction: ONE, orderId: "all:LTCUSDT" },
    ] as const satisfies Command[]) {
      const portfolio = holdBoth(marginMode);
      const options = { instruments: ltc(change) };
      expect(portfolio.run(command, contextOf(BOTH, NOON + 1_000, options)).ok).toBe(true);
      const execute = { type: "execute", orderId: "all:LTCUSDT" } as const;
      expect(portfolio.run(execute, contextOf(BOTH, NOON + 1_500, options)).ok).toBe(true);
      expect(portfolio.state.positions.map(({ symbol }) => symbol)).toEqual(["BTCUSDT"]);
    }
  });
});

describe.each(MODES)("a symbol that is not traded any more (%s)", (marginMode) => {
  const settle = { type: "settle-symbol", symbol: "LTCUSDT", cause: "delisted", note: "" } as const;
  const closed = { instruments: ltc({ status: "closed", closedAtMs: NOON + 500 }) };

  function holdWithOrders(plan = false): TestPortfolio {
    const portfolio = new TestPortfolio({ marginMode, ...(plan && { plan: planNamed("classic") }) });
    const now = contextOf(BOTH, NOON);
    portfolio.trade({ symbol: "BTCUSDT", side: "buy", qty: "1" }, now);
    portfolio.trade({ symbol: "LTCUSDT", side: "buy", qty: "10" }, now);
    const stop = { price: parsePrice("95"), by: "last" } as const;
    const order = { symbol: "LTCUSDT", side: "sell", qty: parseQty("1") } as const;
    const commands: Command[] = [
      { type: "set-position-stops", symbol: "LTCUSDT", stopLoss: stop },
      { type: "submit", order: { ...order, orderId: "resting", kind: "limit", price: parsePrice("120") } },
      {
        type: "submit",
        order: { ...order, orderId: "stop", kind: "stop-market", trigger: stop, reduceOnly: true },
      },
      { type: "submit", order: { ...order, orderId: "queued", kind: "market" } },
      {
        type: "submit",
        order: { ...order, orderId: "other", symbol: "BTCUSDT", kind: "limit", price: parsePrice("120") },
      },
    ];
    for (const command of commands) expect(portfolio.run(command, now)).toMatchObject({ ok: true });
    return portfolio;
  }

  it("is settled once at its last mark, with its orders cancelled and a reason of its own", () => {
    for (const isChallenge of [false, true]) {
      const portfolio = holdWithOrders(isChallenge);
      const now = contextOf({ BTCUSDT: "100", LTCUSDT: ["97", 3_600_000] }, NOON + 4_000_000, closed);
      expect(portfolio.run(settle, now).ok).toBe(true);
      expect(portfolio.state.positions.map(({ symbol }) => symbol)).toEqual(["BTCUSDT"]);
      expect(portfolio.state.orders.map(({ id }) => id)).toEqual(["other"]);
      expect(portfolio.last("symbol-settled")).toMatchObject({
        price: parsePrice("97"),
        tickMs: NOON + 400_000,
        cause: "delisted",
      });
      expect(portfolio.last("round-trip-closed")).toMatchObject({
        purpose: "delisted",
        net: parseMoney("-31"),
      });
      expect(portfolio.last("order-cancelled")).toMatchObject({ reason: "delisted" });
      const seq = portfolio.state.seq;
      portfolio.run(settle, now);
      expect(portfolio.state.seq).toBe(seq);
    }
  });

  it("is settled at the price given, or at its entry where it was never seen and is not listed", () => {
    const given = holdWithOrders();
    given.run({ ...settle, price: parsePrice("95.55") }, contextOf(BOTH, NOON + 1_000, closed));
    expect(given.last("symbol-settled")).toMatchObject({ price: parsePrice("95.55"), tickMs: 0 });
    const unseen = holdWithOrders();
    const unlisted = { instruments: [instrumentOf("BTCUSDT")] };
    unseen.run(settle, contextOf({ BTCUSDT: "100" }, NOON + 1_000, unlisted));
    expect(unseen.last("round-trip-closed")).toMatchObject({
      purpose: "delisted",
      net: parseMoney("-0.55055"),
    });
  });

  it("has no funding after it closed, takes no new order, and can always be reset", () => {
    const rate = parseDecimal("0.01") as Decimal;
    const fund = (fundingMs: number) =>
      ({ type: "settle-funding", symbol: "LTCUSDT", rate, mark: parsePrice("100"), fundingMs }) as const;
    const portfolio = holdWithOrders();
    const now = contextOf({ BTCUSDT: "100", LTCUSDT: ["100", 9_000] }, NOON + 10_000, closed);
    portfolio.run(fund(NOON + 600), now);
    expect(portfolio.types()).not.toContain("funding-settled");
    portfolio.run(fund(NOON + 400), now);
    expect(portfolio.last("funding-settled")).toMatchObject({ paid: parseMoney("10") });
    const order = { symbol: "LTCUSDT", side: "buy", qty: parseQty("1"), orderId: "new" } as const;
    const limit = { ...order, kind: "limit", price: parsePrice("90") } as const;
    expect(portfolio.run({ type: "submit", order: limit }, now)).toMatchObject({
      reason: "instrument_closed",
    });
    for (const options of [closed, { instruments: [] }]) {
      const reset = holdWithOrders();
      const opening = parseMoney("10000");
      expect(reset.run({ type: "reset", opening }, contextOf({}, NOON + 1_000, options)).ok).toBe(true);
      expect(reset.state).toMatchObject({ positions: [], orders: [], balance: opening });
    }
  });
});
