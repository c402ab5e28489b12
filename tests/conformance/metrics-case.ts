import { fromNumber, type Money } from "@/lib/core/decimal";
import { reportLikeJesse } from "@/lib/core/stats/jesse-report";
import { type Case, isObject, listAt, numberAt, objectAt, textAt } from "@/tests/conformance/case-file";
import { findDifferences } from "@/tests/conformance/compare";

/** Calculates the report of a metrics case and returns how it differs. */
export function checkMetricsCase({ body }: Case): string[] {
  const settings = objectAt(body, "settings");
  const input = objectAt(body, "input");
  const dailyBalances = listAt(input, "daily_balance").map((value) => fromNumber(Number(value)) as Money);
  const trades = listAt(input, "trades").map((row) => {
    if (!isObject(row)) throw new Error("A trade should be an object.");
    const type = textAt(row, "type");
    if (type !== "long" && type !== "short") throw new Error(`Unknown type "${type}".`);
    return {
      type,
      pnl: fromNumber(numberAt(row, "pnl")) as Money,
      fee: fromNumber(numberAt(row, "fee", 0)) as Money,
      openedAtMs: numberAt(row, "opened_at"),
      closedAtMs: numberAt(row, "closed_at"),
    } as const;
  });
  const startingBalance = fromNumber(numberAt(settings, "starting_balance")) as Money;
  const report = reportLikeJesse({
    trades,
    dailyBalances,
    startingBalance,
    finishingBalance: fromNumber(numberAt(input, "finishing_balance", 0)) as Money,
    startMs: numberAt(settings, "starting_time", 0),
    endMs: numberAt(settings, "ending_time", 0),
  });
  return findDifferences(report, objectAt(body, "expect"), { relative: 1e-9 });
}
