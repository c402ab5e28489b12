import { apply } from "@/lib/core/engine/apply";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";

/** The state that a whole log leads to. */
export function replayLog(events: Iterable<PortfolioEvent>): PortfolioState {
  let state = EMPTY_STATE;
  for (const event of events) state = apply(state, event);
  return state;
}
