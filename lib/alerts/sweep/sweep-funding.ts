import "server-only";
import { fire } from "@/lib/core/alerts/decide-alert";
import type { DecidedAlert } from "@/lib/db/alerts/save-alerts";
import { findFundingAlerts } from "@/lib/db/alerts/swept-alerts";
import { getHub } from "@/lib/market/stream/hub";

const MINUTE_MS = 60_000;
/** The longest notice that an alert may ask for, ms. */
const LONGEST_MS = 60 * MINUTE_MS;

/** Decides the alerts about funding: once for each funding instant of a position. */
export async function sweepFunding(nowMs: number): Promise<DecidedAlert[]> {
  const next = new Map<string, { atMs: number; rate: string | null }>();
  for (const [symbol, { tick }] of getHub().frames()) {
    const atMs = tick.nextFundingMs;
    if (atMs !== null && atMs > nowMs && atMs - nowMs <= LONGEST_MS)
      next.set(symbol, { atMs, rate: tick.fundingRate });
  }
  if (next.size === 0) return [];
  const minutesLeft = Object.fromEntries(
    [...next].map(([symbol, { atMs }]) => [symbol, (atMs - nowMs) / MINUTE_MS]),
  );
  const found = await findFundingAlerts(minutesLeft);
  return found.map(({ alert, symbols }) => {
    const instants = symbols.flatMap((symbol) => next.get(symbol) ?? []);
    const atMs = Math.min(...instants.map((one) => one.atMs));
    const [rate = null] = symbols.length === 1 ? instants.map((one) => one.rate) : [];
    const facts = {
      kind: "funding",
      symbols,
      minutes: Math.max(1, Math.ceil((atMs - nowMs) / MINUTE_MS)),
      rate: rate === null ? null : (Number(rate) * 100).toFixed(4),
    } as const;
    return { alert, decision: fire(alert, facts, { atMs: nowMs, rearmMs: atMs }) };
  });
}
