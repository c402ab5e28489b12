import "server-only";
import { arePresent } from "@/lib/alerts/presence";
import { fire, unchanged } from "@/lib/core/alerts/decide-alert";
import { formatPrice, formatRounded, parsePrice, parseQty } from "@/lib/core/decimal";
import type { DecidedAlert } from "@/lib/db/alerts/save-alerts";
import { findFillAlerts, type UnseenFill } from "@/lib/db/alerts/swept-alerts";

/**
 * Decides the alerts about fills: one firing for all fills since the last sweep. While the owner has a page
 * open, which shows each fill, they only advance.
 */
export async function sweepFills(nowMs: number): Promise<DecidedAlert[]> {
  const found = await findFillAlerts();
  if (found.length === 0) return [];
  const present = await arePresent([...new Set(found.map(({ alert }) => alert.userId))]);
  return found.map(({ alert, seq, fill }) => {
    // An alert whose process died before it waited begins here.
    const isSeen = fill === null || alert.afterSeq === null || present.has(alert.userId);
    const decision = isSeen
      ? { ...unchanged(alert), afterSeq: seq }
      : fire(alert, toFacts(fill), { atMs: nowMs, rearmMs: null, afterSeq: Math.max(seq, fill.seq) });
    return { alert, decision };
  });
}

function toFacts({ symbol, side, qty, price }: UnseenFill) {
  const texts = { qty: formatRounded(parseQty(qty)), price: formatPrice(parsePrice(price)) };
  return { kind: "fill", symbol, side, ...texts } as const;
}
