import { type Decimal, div } from "@/lib/core/decimal";
import { type Figure, figure } from "@/lib/core/stats/figure";
import { excursions, initialRisk, type RoundTrip, type TradeStretch } from "@/lib/core/stats/round-trip";

/**
 * Best and worst result while a trade was open, in units of its initial risk. @throws RangeError without a stretch
 */
export function excursionsInR(
  trade: RoundTrip,
  stretches: readonly TradeStretch[],
): Figure<{ mfe: Decimal; mae: Decimal }> {
  const risk = initialRisk(trade);
  if (!risk.ok) return risk;
  const { mfe, mae } = excursions(stretches);
  return figure({ mfe: div<Decimal>(mfe, risk.value), mae: div<Decimal>(mae, risk.value) });
}
