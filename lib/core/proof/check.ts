import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import type { LogMemory } from "@/lib/core/proof/log-memory";

export type EventType = PortfolioEvent["type"];
export type EventOf<Type extends EventType> = Extract<PortfolioEvent, { type: Type }>;

/** One event with the log before it: `state` is what the events before led to. */
export type CheckInput<Type extends EventType = EventType> = {
  state: PortfolioState;
  event: EventOf<Type>;
  memory: LogMemory;
};

/** Why an event can't follow the log before it, as the end of a sentence; null when nothing speaks against it. */
export type Check<Type extends EventType = EventType> = (input: CheckInput<Type>) => string | null;

/** The first fault that one of the checks finds, or null. */
export function runChecks<Input>(
  checks: readonly ((input: Input) => string | null)[],
  input: Input,
): string | null {
  for (const check of checks) {
    const fault = check(input);
    if (fault !== null) return fault;
  }
  return null;
}
