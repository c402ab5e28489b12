import type { ReplayTrade } from "@/lib/lab/replay/to-replay-report";

/** What a blind replay hid: the ms by which its times were moved, and its shown prices as a part of the true ones. */
export type Hidden = { movedMs: number; scale: number };

const DIGITS = 10;

/** A trade at its true times, prices and quantity; money stays, since a blind replay keeps every value. */
export function revealTrade(trade: ReplayTrade, { movedMs, scale }: Hidden): ReplayTrade {
  const times = { openedAtMs: trade.openedAtMs + movedMs, closedAtMs: trade.closedAtMs + movedMs };
  if (scale === 1) return { ...trade, ...times };
  const round = (value: number) => Number(value.toPrecision(DIGITS));
  return {
    ...trade,
    ...times,
    qty: round(trade.qty * scale),
    entryPrice: round(trade.entryPrice / scale),
    exitPrice: round(trade.exitPrice / scale),
  };
}
