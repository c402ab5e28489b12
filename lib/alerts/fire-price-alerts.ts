import "server-only";
import { recordDecisions } from "@/lib/alerts/record-decisions";
import { requestDelivery } from "@/lib/alerts/request-delivery";
import { type AlertDecision, decidePriceAlert, unchanged } from "@/lib/core/alerts/decide-alert";
import { max, min, type Price } from "@/lib/core/decimal";
import type { PricePath } from "@/lib/core/engine/context";
import type { WaitingAlert } from "@/lib/db/alerts/alert-row";
import { type AlertKey, findTriggeredAlerts, loadWaitingAlerts } from "@/lib/db/alerts/triggered-alerts";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Alerts of one statement. */
const BATCH_SIZE = 250;
/** Statements at once: while the database writes some alerts, others are decided. */
const PARALLEL = 4;
/** How often alerts that changed between reading and writing are decided again. */
const MAX_ATTEMPTS = 5;

/**
 * Walks a price path for every price alert with its level inside it. Idempotent, and safe beside another
 * leader that walks the same path: each crossing is written once.
 *
 * @throws when they can't be read or written: the path does not count as walked then
 */
export async function firePriceAlerts(symbol: string, path: PricePath): Promise<{ fired: number }> {
  const range = findLastRange(path);
  if (range === null) return { fired: 0 };
  const keys = await findTriggeredAlerts(symbol, range);
  let fired = 0;
  for (let at = 0; at < keys.length; at += PARALLEL * BATCH_SIZE) {
    const batches = Array.from({ length: PARALLEL }, (_, index) => {
      const from = at + index * BATCH_SIZE;
      return fireAll(keys.slice(from, from + BATCH_SIZE), path);
    });
    for (const count of await Promise.all(batches)) fired += count;
  }
  if (fired > 0) requestDelivery();
  return { fired };
}

async function fireAll(keys: readonly AlertKey[], path: PricePath): Promise<number> {
  let rest = keys;
  let fired = 0;
  for (let attempt = 0; rest.length > 0; attempt += 1) {
    if (attempt === MAX_ATTEMPTS) throw new Error(`${rest.length} alerts changed all the time.`);
    const decided = (await loadWaitingAlerts(rest)).flatMap((alert) => {
      const decision = decideOrPause(alert, path);
      return decision === null ? [] : [{ alert, decision }];
    });
    const written = new Set((await recordDecisions(decided)).map(({ id }) => id));
    fired += decided.filter(
      ({ alert, decision }) => written.has(alert.id) && decision.firing !== null,
    ).length;
    // Changed by their owner, or by another leader, since they were read.
    rest = decided.flatMap(({ alert }) => (written.has(alert.id) ? [] : [alert]));
  }
  return fired;
}

/** An alert that can't be decided is paused, so that it does not stop the path of all others. */
function decideOrPause(alert: WaitingAlert, path: PricePath): AlertDecision | null {
  try {
    return decidePriceAlert(alert, path);
  } catch (error) {
    reportError("alert-not-decided", error, { alertId: alert.id });
    return { ...unchanged(alert), status: "paused" };
  }
}

/** Lowest and highest last price of a path; null for one without a usable price. */
function findLastRange(path: PricePath): { low: Price; high: Price } | null {
  const prices =
    path.kind === "candle"
      ? [path.candle.low, path.candle.high, path.previousClose]
      : path.points.map(({ last }) => last);
  const usable = prices.filter((price): price is Price => price !== null && price > 0n);
  const [first, ...rest] = usable;
  if (first === undefined) return null;
  return { low: rest.reduce((a, b) => min(a, b), first), high: rest.reduce((a, b) => max(a, b), first) };
}
