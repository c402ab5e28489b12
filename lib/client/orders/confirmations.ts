import { createPersisted } from "@/lib/client/persisted";

/** The actions that may ask first, each with its initial choice. */
const INITIAL = { order: false, chartOrder: true, close: false, reverse: true, closeAll: true } as const;

export type ConfirmedAction = keyof typeof INITIAL;

export const CONFIRMED_ACTIONS = Object.keys(INITIAL) as ConfirmedAction[];

/** Which actions ask for confirmation: by default those that are easily pressed by mistake. */
export const confirmations = createPersisted<Record<ConfirmedAction, boolean>>({
  key: "tz:confirmations",
  initial: INITIAL,
  parse: (stored) => {
    const choices = (typeof stored === "object" && stored !== null ? stored : {}) as Record<string, unknown>;
    const read = (action: ConfirmedAction) => {
      const choice = choices[action];
      return typeof choice === "boolean" ? choice : INITIAL[action];
    };
    return Object.fromEntries(CONFIRMED_ACTIONS.map((action) => [action, read(action)])) as Record<
      ConfirmedAction,
      boolean
    >;
  },
});

/** Sets whether one action asks. */
export function setConfirmation(action: ConfirmedAction, asks: boolean): void {
  confirmations.write({ ...confirmations.read(), [action]: asks });
}
