import { expect, it } from "vitest";
import { evaluateHistory, type HistoryPoint } from "@/lib/core/challenge/evaluate-history";
import { PLANS } from "@/lib/core/challenge/plans";
import { parseMoney } from "@/lib/core/decimal";

const START = Date.parse("2026-05-01T09:00:00Z");
const options = { start: parseMoney("100000") };

function point(
  day: number,
  balance: string,
  more: Partial<HistoryPoint> & { equity?: never } = {},
): HistoryPoint {
  const amount = parseMoney(balance);
  return {
    atMs: START + day * 86_400_000,
    balance: amount,
    equity: amount,
    hasPosition: false,
    hasOpened: true,
    ...more,
  };
}

function evaluateAll(history: HistoryPoint[]) {
  const shapes = PLANS.filter(({ tradingRules = [] }) => tradingRules.length === 0).slice(0, 5);
  return Object.fromEntries(shapes.map((plan) => [plan.id, evaluateHistory(plan, history, options)?.kind]));
}

it("evaluates one history by every plan side by side, scaled to the plan's start", () => {
  const days = ["1000", "1010", "1022", "1035", "1080", "1090", "1100", "1110", "1140"];
  expect(evaluateAll(days.map((balance, day) => point(day, balance)))).toEqual({
    classic: "passed",
    trailing: "passed",
    watermark: "passed",
    "watermark-intraday": "passed",
    sprint: "passed",
  });
});

it("fails where a plan fails and goes on where it doesn't", () => {
  const dip = [point(0, "10000"), { ...point(0.1, "10000"), equity: parseMoney("9550"), hasPosition: true }];
  expect(evaluateAll(dip)).toEqual({
    classic: "running",
    trailing: "failed",
    watermark: "running",
    "watermark-intraday": "running",
    sprint: "failed",
  });
  expect(evaluateHistory(PLANS[0] as never, [], options)).toBeNull();
});
