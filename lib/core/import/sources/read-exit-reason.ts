import type { ExitReason } from "@/lib/core/journal/journal-record";

/** Why a position was closed, by the word of the venue. An automatic deleveraging is no liquidation. */
export function readExitReason(word: string): ExitReason {
  if (/adl|deleverag/.test(word)) return "manual";
  if (/bust|liquid|takeover|强平|強平/.test(word)) return "liquidation";
  if (/settle|deliver|delist/.test(word)) return "delisted";
  if (/take.?profit|\btp\b/.test(word)) return "target";
  if (/stop.?loss|\bsl\b|\bstop\b|trailing/.test(word)) return "stop";
  return "manual";
}
