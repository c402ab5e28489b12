import "server-only";
import { deliverNotifications } from "@/lib/alerts/deliver/deliver-notifications";
import { sweepAlerts } from "@/lib/alerts/sweep/sweep-alerts";
import { ThrottledTask } from "@/lib/infra/throttled-task";

const GAP_MS = 1_000;
const MINUTE_MS = 60_000;
/** A candle that has closed is requested this much later, ms. */
const CLOSED_FOR_MS = 3_000;

/** Evaluates alerts and delivers their notifications; called with each publication of the feed. */
export function createAlertSweeper(): ThrottledTask {
  let minute = -1;
  return new ThrottledTask({
    gapMs: GAP_MS,
    failure: "alerts-not-swept",
    work: async () => {
      const now = Math.floor((Date.now() - CLOSED_FOR_MS) / MINUTE_MS);
      const withIndicators = now !== minute;
      minute = now;
      await sweepAlerts({ withIndicators });
      await deliverNotifications();
    },
  });
}
