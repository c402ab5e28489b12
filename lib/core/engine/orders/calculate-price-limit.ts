import { add, type Decimal, max, min, mul, ONE, type Price, sub, ZERO } from "@/lib/core/decimal";

/**
 * The venue's price limit (engine-reference C.9): a buy may not be priced above `maxBuy`, a sell not below
 * `minSell`. `premium` is the 30 s average of mid - mark in quote currency.
 */
export function calculatePriceLimit(input: {
  mark: Price;
  index: Price;
  x: Decimal;
  y: Decimal;
  premium: Decimal;
}): { maxBuy: Price; minSell: Price } {
  const { mark, index, x, y, premium } = input;
  const up = add<Decimal>(mul(mark, add(ONE, x)), max<Decimal>(ZERO, premium));
  const down = add<Decimal>(mul(mark, sub(ONE, x)), min<Decimal>(ZERO, premium));
  const maxBuy = min<Decimal>(mul(mark, add(ONE, y)), max<Decimal>(index, up));
  const minSell = max<Decimal>(mul(mark, sub(ONE, y)), min<Decimal>(index, down));
  return { maxBuy: maxBuy as Price, minSell: minSell as Price };
}
