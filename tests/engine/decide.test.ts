import { describe, expect, it } from "vitest";
import { ONE, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { decideTogether } from "@/lib/core/engine/decide";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { contextOf, MIDNIGHT, NOON, planNamed, TestPortfolio } from "@/tests/engine/challenge-fixture";

const SYMBOL = "BTCUSDT";
const ORDER = { symbol: SYMBOL, side: "buy", kind: "market", qty: parseQty("1") } as const;

/** Every command that can be rejected, and why, when the challenge fails just before it. */
const REJECTED: [string, Command, RejectReason][] = [
  ["submit", { type: "submit", order: { ...ORDER, orderId: "late" } }, "portfolio_locked"],
  [
    "submit, off its step",
    { type: "submit", order: { ...ORDER, orderId: "late", qty: parseQty("0.00001") } },
    "portfolio_locked",
  ],
  [
    "submit of an older epoch",
    { type: "submit", order: { ...ORDER, orderId: "late" }, epoch: 7 },
    "epoch_passed",
  ],
  ["execute", { type: "execute", orderId: "none" }, "order_not_open"],
  ["amend", { type: "amend", orderId: "resting", price: parsePrice("80") }, "order_not_open"],
  ["cancel", { type: "cancel", orderId: "resting" }, "order_not_open"],
  [
    "close-position",
    { type: "close-position", symbol: SYMBOL, fraction: ONE, orderId: "c" },
    "portfolio_locked",
  ],
  ["close-all", { type: "close-all", orderIdPrefix: "c" }, "portfolio_locked"],
  ["reverse-position", { type: "reverse-position", symbol: SYMBOL, orderId: "r" }, "portfolio_locked"],
  ["set-leverage", { type: "set-leverage", symbol: SYMBOL, leverage: parseDecimal("3") }, "portfolio_locked"],
  ["set-position-stops", { type: "set-position-stops", symbol: SYMBOL, stopLoss: null }, "portfolio_locked"],
  ["reset", { type: "reset", opening: parseMoney("1") }, "portfolio_locked"],
  ["lock", { type: "lock", reason: "operator" }, "portfolio_locked"],
];

function openLong(marginMode: "isolated" | "cross", planId = "classic"): TestPortfolio {
  const portfolio = new TestPortfolio({ plan: planNamed(planId), marginMode });
  const open = contextOf({ [SYMBOL]: "100" }, NOON);
  portfolio.trade({ symbol: SYMBOL, side: "buy", qty: "100" }, open);
  const resting = { ...ORDER, orderId: "resting", kind: "limit", price: parsePrice("85") } as const;
  expect(portfolio.run({ type: "submit", order: resting }, open).ok).toBe(true);
  return portfolio;
}

describe.each(["isolated", "cross"] as const)("a rejected command (%s)", (marginMode) => {
  it.each(REJECTED)("keeps the breach that was found before it: %s", (_name, command, reason) => {
    const portfolio = openLong(marginMode);
    const decision = portfolio.run(command, contextOf({ [SYMBOL]: "94" }, NOON + 1_000));
    expect(decision).toMatchObject({ ok: false, reason });
    expect(portfolio.state).toMatchObject({
      positions: [],
      orders: [],
      lock: { reason: "challenge_failed" },
    });
    expect(portfolio.types()).toContain("challenge-breached");
    portfolio.run({ type: "check" }, contextOf({ [SYMBOL]: "101" }, NOON + 2_000));
    expect(portfolio.state.lock).toMatchObject({ reason: "challenge_failed", atMs: NOON + 1_000 });
  });

  it("keeps a new peak, a warning and the day that was rolled before it", () => {
    const portfolio = openLong(marginMode, "watermark-intraday");
    const cancel = { type: "cancel", orderId: "none" } as const;
    portfolio.run(cancel, contextOf({ [SYMBOL]: "102" }, NOON + 1_000));
    expect(portfolio.last("equity-peaked")).toMatchObject({ equity: parseMoney("10190") });
    portfolio.run(cancel, contextOf({ [SYMBOL]: "98" }, NOON + 2_000));
    expect(portfolio.last("headroom-warned")).toMatchObject({ atMs: NOON + 2_000 });
    portfolio.run(cancel, contextOf({ [SYMBOL]: "100" }, MIDNIGHT + 5));
    expect(portfolio.last("day-rolled")).toMatchObject({ resetMs: MIDNIGHT });
    expect(portfolio.state.challenge?.day.startMs).toBe(MIDNIGHT);
  });
});

it("keeps nothing of the commands before the rejected one, and what was found before them all", () => {
  const portfolio = openLong("isolated");
  const leverage = { type: "set-leverage", symbol: "LTCUSDT", leverage: parseDecimal("3") } as const;
  const none = { type: "cancel", orderId: "none" } as const;
  const calm = decideTogether(portfolio.state, [leverage, none], contextOf({ [SYMBOL]: "100" }, NOON + 1));
  expect(calm).toEqual({ ok: false, reason: "order_not_open", events: [], state: portfolio.state });
  const rolled = decideTogether(portfolio.state, [leverage, none], contextOf({ [SYMBOL]: "100" }, MIDNIGHT));
  expect(rolled.events.map(({ type }) => type)).toEqual(["day-rolled"]);
  expect(rolled.state.leverages).toEqual([]);
});
