import { type Decimal, max, min, neg, type Price, sub, ZERO } from "@/lib/core/decimal";
import { type Draft, emit } from "@/lib/core/engine/draft";
import { findFundingChange } from "@/lib/core/engine/funding";
import { findPosition } from "@/lib/core/engine/state";

/**
 * Settles one funding instant for a position that was open then; a second time does nothing. What the free
 * balance can't cover comes out of the position's margin, which moves its liquidation price.
 */
export function settleFunding(
  draft: Draft,
  input: { symbol: string; rate: Decimal; mark: Price; fundingMs: number },
): void {
  const position = findPosition(draft.state, input.symbol);
  if (position === null || input.mark <= 0n) return;
  if (position.trade.openedAtMs > input.fundingMs || position.fundedMs >= input.fundingMs) return;
  const paid = neg(findFundingChange({ qty: position.qty, mark: input.mark, rate: input.rate }));
  const free = max(draft.context.rules.freeMargin(draft.state, draft.context), ZERO);
  const fromMargin = draft.state.marginMode === "isolated" && paid > 0n ? sub(paid, min(paid, free)) : ZERO;
  emit(draft, { type: "funding-settled", ...input, paid, fromMargin });
}
