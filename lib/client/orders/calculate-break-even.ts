import { readPosition } from "@/lib/client/orders/position-outlook";
import { add, type Decimal, type Money, neg, type Price, parseMoney, sub } from "@/lib/core/decimal";
import { calculateBreakEvenPrice } from "@/lib/core/engine/positions/position-figures";
import type { PositionDto } from "@/lib/schemas/trading-responses";

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
