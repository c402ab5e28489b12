import { readPosition } from "@/lib/client/orders/position-outlook";
import {
  add,
  type Decimal,
  div,
  type Money,
  neg,
  type Price,
  parseMoney,
  parsePrice,
  sub,
} from "@/lib/core/decimal";
import { calculateMaintenanceMargin } from "@/lib/core/engine/margin/margin";
import { calculateFee } from "@/lib/core/engine/positions/calculate-fee";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { calculateBreakEvenPrice, calculateOpenPnl } from "@/lib/core/engine/positions/position-figures";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

/** Result that a position has booked so far: profit of its closed parts less fees and funding. */
function readBooked({ realised, fees, funding }: PositionDto): Money {
  return sub(parseMoney(realised), add(parseMoney(fees), parseMoney(funding)));
}

/** Price at which closing the rest covers everything that the position has cost so far, and the closing fee. */
export function calculateBreakEven(position: PositionDto, takerRate: Decimal): Price {
  const { isLong, qty, entry } = readPosition(position);
  return calculateBreakEvenPrice({
    qty: isLong ? qty : neg(qty),
    entry,
    realised: readBooked(position),
    takerRate,
  });
}

/**
 * Maintenance margin over margin and open profit, as a fraction: at 1 the position is liquidated. Null where
 * nothing is left, and while the tiers are unknown.
 */
export function calculateMarginRatio(
  { margin, value, pnl }: { margin: Money; value: Money; pnl: Money },
  { tiers }: Pick<Instrument, "tiers">,
): Decimal | null {
  const equity = add(margin, pnl);
  if (tiers.length === 0 || equity <= 0n) return null;
  return div<Decimal>(calculateMaintenanceMargin(value, tiers), equity);
}

/**
 * R of the whole trade if the rest is closed at the stop, as the journal would record it: −1 where the first stop still
 * holds and nothing was closed. Null without a stop, and without a known risk.
 */
export function calculateStopInRisk(position: PositionDto, takerRate: Decimal): Decimal | null {
  const risk = parseMoney(position.risk);
  if (position.stopLoss === null || risk <= 0n) return null;
  const terms = readPosition(position);
  const stop = parsePrice(position.stopLoss.price);
  const fee = calculateFee({ qty: terms.qty, price: stop, rate: takerRate });
  const net = sub(add(readBooked(position), calculateOpenPnl(terms, stop)), fee);
  return div<Decimal>(net, add(risk, add(parseMoney(position.fees), fee)));
}
