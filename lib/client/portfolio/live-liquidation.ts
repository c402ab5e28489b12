import { readPosition } from "@/lib/client/orders/position-outlook";
import { type Decimal, type Price, parseMoney, parsePrice } from "@/lib/core/decimal";
import { type AccountLeg, calculateCrossLiquidationPrice } from "@/lib/core/engine/margin/cross-liquidation";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { PortfolioSnapshot, PositionDto } from "@/lib/schemas/trading/trading-responses";

/** The account's margin inputs for each symbol with a position. */
export type RiskTerms = Pick<Instrument, "tiers" | "takerRate">;

/**
 * Cross margin: where the account is liquidated if only this symbol moves from the current marks; null where
 * it is not, and while a mark or the terms of a position's symbol are not known.
 */
export function calculateLiveLiquidation(
  portfolio: PortfolioSnapshot,
  own: { symbol: string; side: PositionSide; tickSize: Decimal },
  known: { terms: ReadonlyMap<string, RiskTerms>; readMark: (position: PositionDto) => string | null },
): Price | null {
  const legs: AccountLeg[] = [];
  for (const position of portfolio.positions) {
    const mark = known.readMark(position);
    const terms = known.terms.get(position.symbol);
    if (mark === null || terms === undefined) return null;
    const { symbol } = position;
    const instrument = { ...terms, tickSize: own.tickSize };
    legs.push({ ...readPosition(position), symbol, mark: parsePrice(mark), instrument });
  }
  const account = { balance: parseMoney(portfolio.balance), legs };
  return calculateCrossLiquidationPrice(account, own.symbol, own.side);
}
