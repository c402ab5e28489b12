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
  roundTripId: number;
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
    if (event.type !== "round-trip-closed") continue;
    const { roundTrip, symbol, net, purpose, seq, atMs } = event;
    // Without an entry or an exit there is no price to record.
    if (roundTrip.entryQty === 0n || roundTrip.exitQty === 0n) continue;
    records.push({
      roundTripId: roundTrip.id,
      closedSeq: seq,
      symbol,
      side: roundTrip.side,
      qty: roundTrip.entryQty,
      entryPrice: priceOf(roundTrip.entryValue, roundTrip.entryQty),
      exitPrice: priceOf(roundTrip.exitValue, roundTrip.exitQty),
      leverage: roundTrip.leverage,
      gross: roundTrip.realised,
      fees: roundTrip.fees,
      funding: roundTrip.funding,
      net,
      risk: roundTrip.unprotectedQty === 0n ? roundTrip.risk : null,
      initialStop: roundTrip.initialStop,
      initialTarget: roundTrip.initialTarget,
      exitReason: purpose === "close" ? "manual" : purpose,
      openedAtMs: roundTrip.openedAtMs,
      closedAtMs: atMs,
    });
  }
  return records;
}
