import type { CheckInput } from "@/lib/core/proof/check";
import { toJsonText } from "@/lib/core/proof/event-text";
import { MAX_CLOCK_OFFSET_MS } from "@/lib/core/proof/log-rules";

/** A change that waits behind a gap waits for a time that is not over when it is made. */
export function checkDeferred({ event }: CheckInput<"change-deferred">): string | null {
  return event.venueMs < event.atMs - MAX_CLOCK_OFFSET_MS ? "it takes effect before it was made" : null;
}

/** The end of a deferred change names one that waits, and the very same change. */
export function checkApplied({ state, event }: CheckInput<"change-applied">): string | null {
  const deferred = state.deferred.find(({ changeSeq }) => changeSeq === event.changeSeq);
  if (deferred === undefined) return "no such change waits";
  return toJsonText(deferred.change) === toJsonText(event.change)
    ? null
    : "another change waits under its number";
}
