import type { Side } from "@/lib/core/engine/orders/order";

/** An order of a strategy, in jesse's terms. Prices in quote currency, `qty` in base currency, negative to sell. */
export type SubmittedOrder = {
  readonly id: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: "MARKET" | "LIMIT" | "STOP";
  readonly qty: number;
  readonly price: number;
  readonly reduceOnly: boolean;
  /** The list that it comes from; null for an entry. */
  readonly submittedVia: "stop-loss" | "take-profit" | null;
  readonly createdAt: number;
  status: "ACTIVE" | "CANCELED" | "EXECUTED";
  executedAt: number | null;
};

/** Quantity (base currency, signed like the position) and price of one order line. */
export type OrderLine = readonly [qty: number, price: number];

/** What a strategy may write: one line, several of them, a bare price for the whole position, or nothing. */
export type OrderLines = OrderLine | readonly OrderLine[] | number | null;

/** A closed round trip from flat to flat, in the fields of a recorded run. Quote currency; times in ms. */
export type ClosedTrade = {
  symbol: string;
  type: "long" | "short";
  entry_price: number;
  exit_price: number;
  qty: number;
  fee: number;
  PNL: number;
  opened_at: number;
  closed_at: number;
  orders: number;
  /** Percent of the margin of the entries. */
  PNL_percentage: number;
  /** Seconds. */
  holding_period: number;
};
