import type { TradeLine } from "@/components/terminal/chart/trading/list-trade-lines";
import { formatFixed } from "@/lib/client/format";

/** The result of a stop or target at a price, before fees: "−102.30 USDT". Null for orders. */
export function formatMove(line: TradeLine, price: number): string | null {
  const { move } = line;
  if (move?.kind !== "stopLoss" && move?.kind !== "takeProfit") return null;
  const { side, qty, cost } = move.position;
  const gain = (price * Number(qty) - Number(cost)) * (side === "long" ? 1 : -1);
  const sign = gain > 0 ? "+" : gain < 0 ? "−" : "";
  return `${sign}${formatFixed(Math.abs(gain), 2)} USDT`;
}
