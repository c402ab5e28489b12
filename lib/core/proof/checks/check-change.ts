import type { CheckInput } from "@/lib/core/proof/check";
import { toJsonText } from "@/lib/core/proof/event-text";
import { MAX_CLOCK_OFFSET_MS } from "@/lib/core/proof/log-rules";

/** A change is deferred to a time that is not before the event. */
export function checkDeferred({ event }: CheckInput<"change-deferred">): string | null {
  return event.venueMs < event.atMs - MAX_CLOCK_OFFSET_MS ? "it takes effect before it was made" : null;
}

/** The end of a deferred change refers to a waiting one with the same content. */
export function checkApplied({ state, event }: CheckInput<"change-applied">): string | null {
  const deferred = state.deferred.find(({ changeSeq }) => changeSeq === event.changeSeq);
  if (deferred === undefined) return "no such change waits";
  return toJsonText(deferred.change) === toJsonText(event.change)
    ? null
    : "another change waits under its number";
}
