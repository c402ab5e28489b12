import type { Price, Qty } from "@/lib/core/decimal";

/** The price that a position was valued at, and its tick. */
export type SeenMark = {
  symbol: string;
  qty: Qty;
  entryPrice: Price;
  mark: Price;
  tickMs: number;
  tickSeq: number;
  /** The tick was too old to fill at, or (`tickMs` 0) there was none and `mark` is the entry price. */
  isStale: boolean;
};
