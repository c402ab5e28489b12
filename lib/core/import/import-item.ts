import type { Decimal, Money, Price, Qty } from "@/lib/core/decimal";
import type { Side } from "@/lib/core/engine/orders/order";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { ExitReason } from "@/lib/core/journal/journal-record";

/** What every imported row has: its line in the file, its market and its instant. */
type Located = {
  line: number;
  symbol: string;
  atMs: number;
  /** The venue's own id; null where the file has none, and the row is then known by its values. */
  id: string | null;
};

/** One execution of an imported file. Money in quote currency. */
export type ImportedFill = Located & {
  kind: "fill";
  side: Side;
  /** Positive; in contracts of unknown size where `isContracts`. */
  qty: Qty;
  price: Price;
  /** Fee paid; negative for a rebate. */
  fee: Money;
  /** Fee in a coin that is not the quote currency: not part of `fee`. */
  otherFee: { coin: string; amount: Decimal } | null;
  /** What the file says that it did; `flip` closes all of one side and opens the other. */
  effect: "open" | "close" | "flip" | null;
  /** The side of the position that it changes; null where an account has one net position. */
  positionSide: PositionSide | null;
  reason: ExitReason;
  /** Profit before fees that the file states for what the fill closes; null where it states none. */
  realised: Money | null;
  /** Funding of what the fill closes, where the file settles it there; positive when paid. */
  funding?: Money;
  isContracts: boolean;
  /** Signed position after it; null where the file has none. */
  positionAfter: Qty | null;
};

/** Funding of a position. */
export type ImportedFunding = Located & {
  kind: "funding";
  /** Positive when paid. */
  paid: Money;
  /** The side of the position, which matters where both are open; null where the file has none. */
  positionSide: PositionSide | null;
};

/** The trader's own text and figures of an entry of our own export. */
export type ImportedLabels = {
  leverage: Decimal;
  risk: Money | null;
  initialStop: Price | null;
  initialTarget: Price | null;
  highest: Price | null;
  lowest: Price | null;
  notes: string;
  tags: readonly string[];
  mistakes: readonly string[];
  setup: string | null;
  rulesKept: readonly string[];
  rulesBroken: readonly string[];
  rating: number | null;
  moodBefore: number | null;
  moodAfter: number | null;
};

/** A round trip that the file states as a whole; `atMs` is when it was closed. */
export type ImportedTrip = Located & {
  kind: "trip";
  side: PositionSide;
  qty: Qty;
  entryPrice: Price;
  exitPrice: Price;
  gross: Money;
  fees: Money;
  funding: Money;
  /** Equal to `atMs` where the file has no opening time. */
  openedAtMs: number;
  reason: ExitReason;
  labels: ImportedLabels | null;
};

export type ImportItem = ImportedFill | ImportedFunding | ImportedTrip;
