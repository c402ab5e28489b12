import { expect, it } from "vitest";
import { buildCompetitionPlan } from "@/lib/core/competition/build-competition-plan";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { EMPTY_STATE } from "@/lib/core/engine/state/state";
import { fromJson, toJsonText } from "@/lib/core/proof/event-text";
import {
  dec,
  makeContext,
  makeMarket,
  money,
  mustDecide,
  price,
  qty,
  rejectionOf,
  submit,
} from "@/tests/support/engine-fixtures";

const terms = { symbols: ["BTCUSDT"], startsAtMs: 1_000, endsAtMs: 2_000 };

function enter(over: Partial<typeof terms> = {}) {
  const plan = buildCompetitionPlan("A cup", { ...terms, ...over, maxDrawdown: dec("0.05") });
  const open = {
    type: "open-portfolio",
    id: "p",
    kind: "perpetual",
    marginMode: "isolated",
    opening: money(10_000),
    leverage: dec(10),
    challenge: { challengeId: "p", plan, phase: 1 },
  } as const;
  return mustDecide(EMPTY_STATE, open, makeContext({}));
}

it.each([
  [999, "competition_closed"],
  [1_000, null],
  [1_999, null],
  [2_000, "competition_closed"],
] as const)("at %d an order is answered with %s", (nowMs, reason) => {
  expect(rejectionOf(enter().state, submit({ side: "buy", kind: "market" }), makeContext({ nowMs }))).toBe(
    reason,
  );
});

it("takes orders in its symbols alone, in all of them without a list", () => {
  const order = submit({ side: "buy", kind: "market" });
  const context = makeContext({ nowMs: 1_500 });
  expect(rejectionOf(enter({ symbols: ["ETHUSDT"] }).state, order, context)).toBe("symbol_not_allowed");
  expect(rejectionOf(enter({ symbols: [] }).state, order, context)).toBeNull();
});

it.each([
  ["buy", "limit", 1_999, 1],
  ["buy", "limit", 2_000, 0],
  ["sell", "limit", 2_000, 0],
  ["buy", "stop-market", 2_000, 0],
  ["sell", "stop-market", 2_000, 0],
] as const)(
  "a %s %s that is met at %d fills %d times, however late the path is walked",
  (side, kind, timeMs, fills) => {
    const isBelow = (side === "buy") === (kind === "limit");
    const [at, last] = isBelow ? [98, 97] : [102, 103];
    const level =
      kind === "limit" ? { price: price(at) } : { trigger: { price: price(at), by: "last" as const } };
    const context = makeContext({ nowMs: 1_500 });
    const { state } = mustDecide(enter().state, submit({ side, kind, ...level }), context);
    const point = { last: price(last), mark: price(last), qty: qty(1_000), timeMs, seq: 9 };
    const moved = {
      type: "price-moved",
      symbol: "BTCUSDT",
      path: { kind: "points", points: [point] },
    } as const;
    const { events } = mustDecide(state, moved, makeContext({ nowMs: 5_000, market: makeMarket(last) }));
    expect(events.filter(({ type }) => type === "order-filled")).toHaveLength(fills);
    const later = mustDecide(state, { type: "expire" }, makeContext({ nowMs: 2_000 })).state;
    expect(later.orders).toEqual([]);
  },
);

it("locks an entry at its drawdown from the highest equity, with the evidence in the log", () => {
  const deep = { bids: [[99.9, 1_000]], asks: [[100.1, 1_000]] } as const;
  const context = makeContext({ nowMs: 1_500, market: makeMarket(100, deep) });
  const queued = mustDecide(
    enter().state,
    submit({ side: "buy", kind: "market", qty: qty(100) }),
    context,
  ).state;
  const held = mustDecide(queued, { type: "execute", orderId: "o1" }, context).state;
  const check = (last: number) =>
    mustDecide(held, { type: "check" }, makeContext({ nowMs: 1_501, market: makeMarket(last) }));
  expect(check(96).state.lock).toBeNull();
  const { state, events } = check(95);
  expect(state.lock?.reason).toBe("challenge_failed");
  expect(events.map(({ type }) => type)).toContain("challenge-breached");
});

it("is read from the log as it was written", () => {
  const { events } = enter();
  const stored = events.map((event) => fromJson<PortfolioEvent>(JSON.parse(toJsonText(event))));
  expect(stored).toEqual(events);
});
