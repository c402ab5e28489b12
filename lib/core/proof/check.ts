import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import type { LogMemory } from "@/lib/core/proof/log-memory";

export type EventType = PortfolioEvent["type"];
export type EventOf<Type extends EventType> = Extract<PortfolioEvent, { type: Type }>;

/** One event with the log before it: `state` is the state after the events before. */
export type CheckInput<Type extends EventType = EventType> = {
  state: PortfolioState;
  event: EventOf<Type>;
  memory: LogMemory;
};

/** Why an event can't follow the log before it, as the end of a sentence; null when it can. */
export type EventCheck<Type extends EventType = EventType> = (input: CheckInput<Type>) => string | null;

/** The first fault found by the checks, or null. */
export function runEventChecks<Input>(
  checks: readonly ((input: Input) => string | null)[],
  input: Input,
): string | null {
  for (const check of checks) {
    const fault = check(input);
    if (fault !== null) return fault;
  }
  return null;
}
