import { type AlertCondition, type AlertStatus, REPEAT_AFTER_MS } from "@/lib/core/alerts/alert";
import type { FiringFacts } from "@/lib/core/alerts/firing-facts";
import { type AlertSide, findTriggers, walkPriceAlert } from "@/lib/core/alerts/walk-price-alert";
import { formatPrice, type Price, parsePrice } from "@/lib/core/decimal";
import type { PricePath } from "@/lib/core/engine/context";

/** An active alert as it is decided on. Instants are the venue's clock, ms. */
export type AlertState = {
  condition: AlertCondition;
  side: AlertSide;
  /** Whether a condition that lasts was met when it was last evaluated. */
  isMet: boolean;
  /** What happened up to this instant has no effect. */
  afterMs: number;
  /** The newest event of the portfolio that an alert about fills has seen; null for other kinds. */
  afterSeq: number | null;
  isRepeating: boolean;
  expiresMs: number | null;
  note: string;
};

/** What a firing tells: when, what was true, and the symbol that it is about, if not the condition's. */
export type Firing = { atMs: number; facts: FiringFacts; about: string | null };

/** The alert after a decision, with its firing, if any. `rearmMs`: when a repeating one waits again. */
export type AlertDecision = Pick<AlertState, "side" | "isMet" | "afterMs" | "afterSeq"> & {
  status: AlertStatus;
  riseAt: Price | null;
  fallAt: Price | null;
  rearmMs: number | null;
  firing: Firing | null;
};

/** Walks a price path for a price alert; null when it changes nothing. */
export function decidePriceAlert(alert: AlertState, path: PricePath): AlertDecision | null {
  const { condition } = alert;
  if (condition.kind !== "price") throw new Error(`An alert of ${condition.kind} has no price path.`);
  const level = parsePrice(condition.level);
  const { side, afterMs, crossing } = walkPriceAlert(
    { ...alert, level, direction: condition.direction },
    path,
  );
  if (crossing !== null) {
    const facts: FiringFacts = { kind: "price", way: crossing.way, price: formatPrice(crossing.price) };
    return fire({ ...alert, side, afterMs }, facts, { atMs: crossing.timeMs });
  }
  if (side === alert.side) return null;
  return { ...unchanged(alert), side, afterMs, ...findTriggers(side, level) };
}

/**
 * Decides on a condition that lasts: it fires when it becomes true, and again only after it was false.
 * `facts` is null while it is false. Null when nothing changes.
 */
export function decideLastingAlert(
  alert: AlertState,
  facts: FiringFacts | null,
  nowMs: number,
): AlertDecision | null {
  const isMet = facts !== null;
  if (isMet === alert.isMet) return null;
  if (facts === null) return { ...unchanged(alert), isMet };
  return fire({ ...alert, isMet }, facts, { atMs: nowMs });
}

/**
 * The decision that an alert fires. A repeating one waits again from `rearmMs` on, a minute later unless
 * given; null lets it wait at once.
 */
export function fire(
  alert: AlertState,
  facts: FiringFacts,
  options: { atMs: number; rearmMs?: number | null; afterSeq?: number },
): AlertDecision {
  const { atMs, rearmMs = atMs + REPEAT_AFTER_MS } = options;
  const about = "symbol" in facts ? facts.symbol : null;
  return {
    ...unchanged(alert),
    status: alert.isRepeating ? "active" : "fired",
    afterMs: Math.max(alert.afterMs, atMs),
    afterSeq: options.afterSeq ?? alert.afterSeq,
    rearmMs: alert.isRepeating ? rearmMs : null,
    firing: { atMs, facts, about },
  };
}

/** The decision that changes nothing but what is added to it. */
export function unchanged(alert: AlertState): AlertDecision {
  const { side, isMet, afterMs, afterSeq } = alert;
  const rest = { riseAt: null, fallAt: null, rearmMs: null, firing: null } as const;
  return { status: "active", side, isMet, afterMs, afterSeq, ...rest };
}
