import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateHistory } from "@/lib/core/challenge/evaluate-history";
import type { Plan } from "@/lib/core/challenge/plan";
import { PLANS } from "@/lib/core/challenge/plans";
import { readHistory } from "@/lib/core/challenge/read-history";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import { ONE, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { contextOf, instrumentOf, NOON, pointsOf, TestPortfolio } from "@/tests/engine/challenge-fixture";

/** "Would I have passed?" of a challenge's own log gives what the running challenge gave. */

const SYMBOLS = ["BTCUSDT", "ETHUSDT"] as const;
const instruments = SYMBOLS.map((symbol) => instrumentOf(symbol));
const MINUTE_MS = 60_000;

const EVERY_RULE: readonly TradingRule[] = [
  { id: "stop", phases: null, kind: "stop-required", withinMinutes: 90, isSoft: false },
  { id: "soft-stop", phases: null, kind: "stop-required", withinMinutes: 45, isSoft: true },
  { id: "risk", phases: null, kind: "trade-risk", percent: parseDecimal("0.02") },
  { id: "total", phases: null, kind: "exposure", per: "total", percent: parseDecimal("4"), symbols: null },
  { id: "each", phases: null, kind: "exposure", per: "symbol", percent: parseDecimal("2.5"), symbols: null },
  { id: "leverage", phases: null, kind: "leverage", maxLeverage: parseDecimal("10"), symbols: null },
  {
    id: "hours",
    phases: null,
    kind: "trading-hours",
    opensAt: "06:00",
    closesAt: "22:00",
    weekdays: [0, 1, 2, 3, 4, 5, 6],
    closesPositions: true,
  },
  { id: "idle", phases: null, kind: "inactivity", days: 2 },
];

/** The first phase of every plan, and plans with the rules that few of them have. */
const SINGLE: readonly Plan[] = [
  ...PLANS,
  ...EVERY_RULE.map((rule) => ({ ...(PLANS[0] as Plan), id: rule.id, tradingRules: [rule] })),
  { ...(PLANS[0] as Plan), id: "every", tradingRules: EVERY_RULE.filter(({ id }) => id !== "stop") },
].map((plan) => ({ ...plan, phases: plan.phases.slice(0, 1).map((one) => ({ ...one, minTradingDays: 1 })) }));

type Step = {
  minutes: number;
  price: number;
  symbol: number;
  kind: "buy" | "sell" | "limit" | "stop-entry" | "close" | "stop" | "unstop" | "path" | "check" | "reverse";
  qty: number;
  distance: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  minutes: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 60, max: 2_000 })),
  price: fc.integer({ min: -12, max: 13 }),
  symbol: fc.integer({ min: 0, max: 1 }),
  kind: fc.constantFrom(
    "buy",
    "sell",
    "limit",
    "stop-entry",
    "close",
    "stop",
    "unstop",
    "path",
    "check",
    "reverse",
  ),
  qty: fc.integer({ min: 1, max: 300 }),
  distance: fc.integer({ min: 1, max: 8 }),
});

it("a challenge and its own history end alike under every plan and rule", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(...SINGLE),
      fc.array(step, { minLength: 1, maxLength: 14 }),
      (plan, steps) => {
        const log = trade(plan, steps);
        const live = endOf(log);
        const result = evaluateHistory(plan, readHistory(log), { start: parseMoney("10000") });
        if (result === null) throw new Error("The history is empty.");
        const rule = result.kind === "failed" ? (result.standing?.rule.id ?? result.deadline?.rule.id) : null;
        expect({ kind: result.kind, rule: rule ?? null }).toEqual(live);
        const enforced = log.flatMap((event) =>
          event.type === "rule-enforced" && event.outcome !== "failed" ? [event.rule.id] : [],
        );
        // A position that the running challenge closed stays open in a history: later rules may find it too.
        const violated = result.violations.map(({ ruleId }) => ruleId);
        expect(violated).toEqual(expect.arrayContaining(enforced));
        if (enforced.length === 0) expect(violated).toEqual([]);
        seen.add(`${live.kind} ${live.rule}`);
        for (const id of enforced) seen.add(`enforced ${id}`);
      },
    ),
    { numRuns: 600, seed: 19 },
  );
  for (const end of [
    "passed null",
    "running null",
    "failed stop",
    "failed idle",
    "failed daily-loss",
    "enforced soft-stop",
    "enforced hours",
  ])
    expect([...seen]).toContain(end);
});

/** The log of a challenge until it ends. */
function trade(plan: Plan, steps: readonly Step[]): PortfolioEvent[] {
  const portfolio = new TestPortfolio({ plan });
  let nowMs = NOON;
  const prices = [100, 100];
  for (const [index, one] of steps.entries()) {
    nowMs += one.minutes * MINUTE_MS;
    const before = prices[one.symbol] as number;
    prices[one.symbol] = Math.max(20, before + one.price);
    const context = contextOf({ BTCUSDT: `${prices[0]}`, ETHUSDT: `${prices[1]}` }, nowMs, { instruments });
    for (const command of commandsOf(one, { index, price: prices[one.symbol] as number, nowMs })) {
      portfolio.run(command, context);
      if (portfolio.state.lock !== null) return portfolio.log;
    }
  }
  return portfolio.log;
}

function commandsOf(one: Step, at: { index: number; price: number; nowMs: number }): Command[] {
  const symbol = SYMBOLS[one.symbol] as string;
  const orderId = `o${at.index}`;
  const order = { orderId, symbol, qty: parseQty(String(one.qty)) };
  const execute = { type: "execute", orderId } as const;
  const submit = (more: Omit<OrderRequest, "orderId" | "symbol" | "qty">): Command => ({
    type: "submit",
    order: { ...order, ...more },
  });
  const stop = (price: number) => ({ price: parsePrice(String(price)), by: "last" as const });
  const below = at.price - one.distance;
  switch (one.kind) {
    case "buy":
      return [submit({ side: "buy", kind: "market", attached: { stopLoss: stop(below) } }), execute];
    case "sell":
      return [submit({ side: "sell", kind: "market" }), execute];
    case "limit":
      return [
        submit({
          side: "buy",
          kind: "limit",
          price: parsePrice(String(below)),
          attached: { stopLoss: stop(below - 1) },
        }),
      ];
    case "stop-entry":
      return [
        submit({
          side: "buy",
          kind: "stop-market",
          trigger: { price: parsePrice(String(at.price + one.distance)) },
        }),
      ];
    case "close":
      return [{ type: "close-position", symbol, fraction: ONE, orderId }, execute];
    case "reverse":
      return [{ type: "reverse-position", symbol, orderId }, execute];
    case "stop":
      return [{ type: "set-position-stops", symbol, stopLoss: stop(below) }];
    case "unstop":
      return [{ type: "set-position-stops", symbol, stopLoss: null }];
    case "path":
      return [
        {
          type: "price-moved",
          symbol,
          path: { kind: "points", points: pointsOf([`${at.price}`], at.nowMs - 1_000) },
        },
      ];
    case "check":
      return [{ type: "check" }];
  }
}

function endOf(log: readonly PortfolioEvent[]): { kind: string; rule: string | null } {
  for (const event of log) {
    if (event.type === "challenge-breached") return { kind: "failed", rule: event.rule.id };
    if (event.type === "rule-enforced" && event.outcome === "failed")
      return { kind: "failed", rule: event.rule.id };
    if (event.type === "phase-passed") return { kind: "passed", rule: null };
  }
  return { kind: "running", rule: null };
}
