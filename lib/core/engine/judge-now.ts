import { flattenAll } from "@/lib/core/engine/close-by-system";
import { type Draft, emit } from "@/lib/core/engine/draft";

/** Asks the context's judge, if there is one, and carries a lock out at the same prices. */
export function judgeNow(draft: Draft): void {
  if (draft.state.lock !== null) return;
  const verdict = draft.context.judge?.(draft.state, draft.context);
  if (verdict) lockPortfolio(draft, verdict.reason);
}

/** Cancels all orders, closes all positions at their marks and locks: there is no instant in between. */
export function lockPortfolio(draft: Draft, reason: string): void {
  flattenAll(draft, { purpose: "breach", reason: "locked" });
  emit(draft, { type: "portfolio-locked", reason });
}
