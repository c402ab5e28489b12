import type { OrderChange } from "@/lib/lab/live/live-run";

/** One order of a live run: what the run expected of it, and what the portfolio that follows made of it. */
export type DriftRow = {
  id: string;
  side: "buy" | "sell";
  kind: "MARKET" | "LIMIT" | "STOP";
  /** Base currency, as the run has it. */
  qty: number;
  reduceOnly: boolean;
  expected: { price: number; atMs: number } | null;
  actual: { price: number; qty: number; atMs: number } | null;
  status: "sent" | "cancelled" | "rejected";
  /** Why the portfolio rejected it. */
  reason: string | null;
};

/** A report of all rows. Slippage in basis points of the expected price: above zero is worse than expected. */
export type DriftReport = {
  orders: number;
  both: number;
  /** Filled in the run only, in the portfolio only, rejected by the portfolio. */
  missed: number;
  extra: number;
  rejected: number;
  meanSlippage: number | null;
  worstSlippage: number | null;
  /** What the slippage cost, quote currency. */
  cost: number;
};

/** The rows after one change of the run's orders; the same ones where it changes nothing. */
export function followChange(rows: readonly DriftRow[], change: OrderChange): readonly DriftRow[] {
  if (change.type === "submitted") {
    const { type: _type, ...order } = change;
    return [...rows, { ...order, expected: null, actual: null, status: "sent", reason: null }];
  }
  return rows.map((row) => {
    if (row.id !== change.id) return row;
    if (change.type === "filled") return { ...row, expected: { price: change.price, atMs: change.atMs } };
    return row.status === "rejected" ? row : { ...row, status: "cancelled" };
  });
}

/** Slippage of a row in basis points; null unless both have filled. */
export function slippageOf({ side, expected, actual }: DriftRow): number | null {
  if (expected === null || actual === null) return null;
  const sign = side === "buy" ? 1 : -1;
  return ((sign * (actual.price - expected.price)) / expected.price) * 10_000;
}

export function reportDrift(rows: readonly DriftRow[]): DriftReport {
  const slippages = rows.map(slippageOf).filter((value) => value !== null);
  const total = slippages.reduce((sum, value) => sum + value, 0);
  const count = (holds: (row: DriftRow) => boolean) => rows.filter(holds).length;
  return {
    orders: rows.length,
    both: slippages.length,
    missed: count(
      ({ expected, actual, status }) => expected !== null && actual === null && status !== "rejected",
    ),
    extra: count(({ expected, actual }) => expected === null && actual !== null),
    rejected: count(({ status }) => status === "rejected"),
    meanSlippage: slippages.length === 0 ? null : total / slippages.length,
    worstSlippage: slippages.length === 0 ? null : Math.max(...slippages),
    cost: rows.reduce((sum, row) => sum + costOf(row), 0),
  };
}

function costOf({ side, expected, actual }: DriftRow): number {
  if (expected === null || actual === null) return 0;
  return (side === "buy" ? 1 : -1) * (actual.price - expected.price) * actual.qty;
}
