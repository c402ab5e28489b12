import { apply } from "@/lib/core/engine/apply";
import type { Draft } from "@/lib/core/engine/context";
import type { EventBody, PortfolioEvent } from "@/lib/core/engine/events";

/**
 * Records one event and applies it, so that later steps of the same decision see its effect. The body becomes
 * the event (copying bodies of twenty shapes is the slowest step of a decision), so the caller must not reuse
 * it.
 */
export function emit(draft: Draft, body: EventBody): void {
  const place = { seq: draft.state.seq + 1, atMs: draft.context.nowMs };
  const event: PortfolioEvent = Object.assign(body, place);
  draft.state = apply(draft.state, event);
  draft.events.push(event);
}
