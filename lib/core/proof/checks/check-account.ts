import type { CheckInput } from "@/lib/core/proof/check";
import { leverageFault } from "@/lib/core/proof/checks/leverage-fault";

/** A portfolio opens once, with a balance and a possible leverage. */
export function checkOpened({ state, event }: CheckInput<"portfolio-opened">): string | null {
  if (state.seq !== 0) return "the portfolio is open already";
  if (event.opening <= 0n) return "its opening balance is not above zero";
  if (event.kind !== "perpetual") return "these rules are for perpetuals only";
  return leverageFault(event.leverage);
}

/** A reset follows when everything is closed and cancelled; a challenge is never reset. */
export function checkReset({ state, event }: CheckInput<"portfolio-reset">): string | null {
  if (state.challenge !== null) return "a challenge is never reset";
  if (state.positions.length > 0) return "a position was not closed before it";
  if (state.orders.length > 0) return "an order was not cancelled before it";
  return event.opening <= 0n ? "its opening balance is not above zero" : null;
}

/** A portfolio is locked once. */
export function checkLocked({ state }: CheckInput<"portfolio-locked">): string | null {
  return state.lock === null ? null : "the portfolio was locked already";
}

/** The first event opens the portfolio, and a locked portfolio changes by an adjustment only. */
export function checkOpenAndUnlocked({ state, event }: CheckInput): string | null {
  if (state.seq === 0 && event.type !== "portfolio-opened") return "the portfolio is not open yet";
  const isLate = state.lock !== null && event.type !== "balance-adjusted";
  return isLate ? "the portfolio was locked" : null;
}
