import { type Decimal, type Money, type Price, priceOf, type Qty } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { PositionSide } from "@/lib/core/engine/positions/position";

/** Why a round trip ended. */
export const EXIT_REASONS = [
  "manual",
  "stop",
  "target",
  "liquidation",
  "breach",
  "reset",
  "delisted",
] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

/** The journal's record of a closed round trip, computed from the log. Money in quote currency. */
export type JournalRecord = {
  /** Sequences of the events that opened and closed it. */
  tradeId: number;
  closedSeq: number;
  symbol: string;
  side: PositionSide;
  qty: Qty;
  /** Averages of all entries and all exits. */
  entryPrice: Price;
  exitPrice: Price;
  leverage: Decimal;
  gross: Money;
  fees: Money;
  funding: Money;
  /** gross - fees - funding */
  net: Money;
  /** Risk of the entries; null when one never had a stop that would lose. */
  risk: Money | null;
  initialStop: Price | null;
  initialTarget: Price | null;
  exitReason: ExitReason;
  openedAtMs: number;
  closedAtMs: number;
};

/** The journal's records of the round trips that `events` close, in order. */
export function listJournalRecords(events: readonly PortfolioEvent[]): JournalRecord[] {
  const records: JournalRecord[] = [];
  for (const event of events) {
    if (event.type !== "trade-closed") continue;
    const { trade, symbol, net, purpose, seq, atMs } = event;
    // Without an entry or an exit there is no price to record.
    if (trade.entryQty === 0n || trade.exitQty === 0n) continue;
    records.push({
      tradeId: trade.id,
      closedSeq: seq,
      symbol,
      side: trade.side,
      qty: trade.entryQty,
      entryPrice: priceOf(trade.entryValue, trade.entryQty),
      exitPrice: priceOf(trade.exitValue, trade.exitQty),
      leverage: trade.leverage,
      gross: trade.realised,
      fees: trade.fees,
      funding: trade.funding,
      net,
      risk: trade.unprotectedQty === 0n ? trade.risk : null,
      initialStop: trade.initialStop,
      initialTarget: trade.initialTarget,
      exitReason: purpose === "close" ? "manual" : purpose,
      openedAtMs: trade.openedAtMs,
      closedAtMs: atMs,
    });
  }
  return records;
}
