import { type CheckInput, type EventCheck, type EventType, runEventChecks } from "@/lib/core/proof/check";
import {
  checkLocked,
  checkOpenAndUnlocked,
  checkOpened,
  checkReset,
} from "@/lib/core/proof/checks/check-account";
import { checkAwaited } from "@/lib/core/proof/checks/check-awaited";
import { checkApplied, checkDeferred } from "@/lib/core/proof/checks/check-change";
import { checkFill } from "@/lib/core/proof/checks/check-fill";
import { checkFunding } from "@/lib/core/proof/checks/check-funding";
import { checkLiquidated } from "@/lib/core/proof/checks/check-liquidation";
import {
  checkAccepted,
  checkAmended,
  checkCancelled,
  checkExpired,
  checkQueued,
  checkRejected,
  checkTrailed,
  checkTriggered,
} from "@/lib/core/proof/checks/check-order";

import {
  checkLeverageSet,
  checkMarginAdjusted,
  checkMarginMode,
  checkPositionMode,
  checkSettled,
  checkStopsSet,
} from "@/lib/core/proof/checks/check-position";

import { checkPriceRange } from "@/lib/core/proof/checks/check-price-range";
import {
  checkBreached,
  checkChallengeStarted,
  checkDayCorrected,
  checkDayRolled,
  checkPassed,
  checkPaused,
  checkPeaked,
  checkResultFollows,
  checkRuleEnforced,
  checkScaled,
  checkWarned,
} from "@/lib/core/proof/checks/check-rules";
import { checkTime } from "@/lib/core/proof/checks/check-time";

/** Checks of every event, whatever its type. */
const EVERY_EVENT: readonly EventCheck[] = [
  checkTime,
  checkOpenAndUnlocked,
  checkAwaited,
  checkResultFollows,
  checkPriceRange,
];

/** Additional checks by event type. The compiler requires a line for each new type. */
const BY_TYPE: { readonly [Type in EventType]: readonly EventCheck<Type>[] } = {
  "portfolio-opened": [checkOpened],
  "order-accepted": [checkAccepted],
  "order-triggered": [checkTriggered],
  "order-trailed": [checkTrailed],
  "order-queued-behind": [checkQueued],
  "order-amended": [checkAmended],
  "order-cancelled": [checkCancelled],
  "order-rejected": [checkRejected],
  "order-expired": [checkExpired],
  // It changes nothing.
  "close-rejected": [],
  "symbol-settled": [checkSettled],
  "order-filled": [checkFill],
  // Fully determined by the fill before it: see `checkAwaited`.
  "round-trip-closed": [],
  "position-liquidated": [checkLiquidated],
  "position-stops-set": [checkStopsSet],
  "leverage-set": [checkLeverageSet],
  "margin-adjusted": [checkMarginAdjusted],
  "position-mode-set": [checkPositionMode],
  "margin-mode-set": [checkMarginMode],
  "funding-settled": [checkFunding],
  // Its sum is compared with the statement's claim.
  "balance-adjusted": [],
  "change-deferred": [checkDeferred],
  "change-applied": [checkApplied],
  "portfolio-reset": [checkReset],
  "portfolio-locked": [checkLocked],
  // They restrict the trader alone, and no amount depends on them.
  "limits-set": [],
  "limit-locked": [],
  "challenge-started": [checkChallengeStarted],
  "day-rolled": [checkDayRolled],
  "day-corrected": [checkDayCorrected],
  "equity-peaked": [checkPeaked],
  "headroom-warned": [checkWarned],
  "trading-paused": [checkPaused],
  "challenge-breached": [checkBreached],
  "phase-passed": [checkPassed],
  "rule-enforced": [checkRuleEnforced],
  "challenge-scaled": [checkScaled],
};

/** Why an event can't follow the log before it, or null. */
export function checkEvent(input: CheckInput): string | null {
  const { type } = input.event;
  if (!Object.hasOwn(BY_TYPE, type)) return "its type is not known";
  const checks: readonly unknown[] = BY_TYPE[type];
  return runEventChecks(EVERY_EVENT, input) ?? runEventChecks(checks as readonly EventCheck[], input);
}
