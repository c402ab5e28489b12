import { type Decimal, parseDecimal } from "@/lib/core/decimal";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

/**
 * The leverage that an order in `symbol` can't change: of the open position, or of the symbol while anything is open in
 * it. Null while there is nothing, when the next order names it. `side`: of that side of a hedged symbol.
 */
export function findLeverageInForce(
  portfolio: PortfolioSnapshot,
  symbol: string,
  side?: PositionSide,
): Decimal | null {
  const positions = portfolio.positions.filter((one) => one.symbol === symbol);
  const position = positions.find((one) => side === undefined || one.side === side);
  if (position) return parseDecimal(position.leverage);
  const isUsed = positions.length > 0 || portfolio.orders.some((order) => order.symbol === symbol);
  if (!isUsed) return null;
  const set = portfolio.leverages.find((one) => one.symbol === symbol);
  const stored = (side === "short" && set?.shortLeverage) || set?.leverage;
  return parseDecimal(stored ?? portfolio.defaultLeverage);
}
