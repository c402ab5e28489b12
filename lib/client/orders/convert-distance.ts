import { readNumber } from "@/lib/client/numbers/read-number";
import type { DistanceUnit } from "@/lib/client/orders/order-draft";
import { toNumber } from "@/lib/core/decimal";

/**
 * A stop or target as typed, in another unit at the current price; a price lies where a buy has it. Empty where the
 * text is no number or the distance would not be positive.
 */
export function convertDistance(
  text: string,
  { from, to }: { from: DistanceUnit; to: DistanceUnit },
  at: { kind: "stop" | "target"; last: number; tickSize: number; digits: number },
): string {
  const reading = readNumber(text);
  if (from === to || !("value" in reading)) return from === to ? text : "";
  const value = toNumber(reading.value);
  const sign = at.kind === "stop" ? -1 : 1;
  const inPrice = {
    price: Math.abs(value - at.last),
    percent: (at.last * value) / 100,
    ticks: value * at.tickSize,
  }[from];
  const ticks = Math.round(inPrice / at.tickSize);
  if (ticks <= 0) return "";
  if (to === "ticks") return String(ticks);
  if (to === "percent") return String(Number(((inPrice / at.last) * 100).toFixed(3)));
  const price = Math.round(at.last / at.tickSize + sign * ticks) * at.tickSize;
  return price > 0 ? price.toFixed(at.digits) : "";
}
