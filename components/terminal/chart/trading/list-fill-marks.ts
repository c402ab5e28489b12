import type { ChartMark } from "@/components/terminal/chart/chart-view";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import { candleStartMs, type Interval } from "@/lib/core/candle-interval";
import { add, formatDecimal, parseQty, type Qty } from "@/lib/core/decimal";
import type { FillDto } from "@/lib/schemas/trading/trading-responses";

/** One mark for each candle and side, with the quantity of all its fills, in the order of time. */
export function listFillMarks(
  fills: readonly Pick<FillDto, "side" | "qty" | "at">[],
  interval: Interval,
): ChartMark[] {
  const sums = new Map<string, { startMs: number; isBuy: boolean; qty: Qty }>();
  for (const { side, qty, at } of fills) {
    const startMs = candleStartMs(interval, Date.parse(at));
    const key = `${startMs} ${side}`;
    const before = sums.get(key);
    const sum = before ? add(before.qty, parseQty(qty)) : parseQty(qty);
    sums.set(key, { startMs, isBuy: side === "buy", qty: sum });
  }
  return [...sums.values()]
    .sort((a, b) => a.startMs - b.startMs)
    .map(({ startMs, isBuy, qty }) => ({ startMs, isBuy, text: groupDigits(formatDecimal(qty)) }));
}
