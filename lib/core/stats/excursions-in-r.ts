import { type Decimal, div, type Price } from "@/lib/core/decimal";
import { type Figure, figure } from "@/lib/core/stats/figure";
import { excursions, initialRisk, type RoundTrip } from "@/lib/core/stats/round-trip";

/** Best and worst open result of a trade in units of its initial risk; the worst is at most zero when it lost. */
export function excursionsInR(
  trade: RoundTrip,
  seen: { highest: Price; lowest: Price },
): Figure<{ mfe: Decimal; mae: Decimal }> {
  const risk = initialRisk(trade);
  if (!risk.ok) return risk;
  const { mfe, mae } = excursions(trade, seen);
  return figure({ mfe: div<Decimal>(mfe, risk.value), mae: div<Decimal>(mae, risk.value) });
}
