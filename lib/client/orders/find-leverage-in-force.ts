import { type Decimal, parseDecimal } from "@/lib/core/decimal";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

/**
 * The leverage that an order in `symbol` can't change: of the open position, or of the symbol while orders are open in
 * it. Null while there is neither, when the next order names it.
 */
export function findLeverageInForce(portfolio: PortfolioSnapshot, symbol: string): Decimal | null {
  const position = portfolio.positions.find((one) => one.symbol === symbol);
  if (position) return parseDecimal(position.leverage);
  if (!portfolio.orders.some((order) => order.symbol === symbol)) return null;
  const set = portfolio.leverages.find((one) => one.symbol === symbol);
  return parseDecimal(set?.leverage ?? portfolio.defaultLeverage);
}
