import type { ProblemText } from "@/lib/client/orders/problem-text";
import type { Decimal, Money, Price } from "@/lib/core/decimal";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import type { BookDto } from "@/lib/schemas/market/market";
import type { OrderDto, PositionDto } from "@/lib/schemas/trading/trading-responses";

/** The form fields that a problem can refer to. `form`: none of them. */
export type DraftField =
  | "price"
  | "trigger"
  | "trail"
  | "activation"
  | "size"
  | "risk"
  | "leverage"
  | "stop"
  | "target"
  | "form";

/** A problem that prevents an order, shown at the field that causes it. */
export type Problem = { field: DraftField; text: ProblemText };

/** Inputs of an order plan. Prices are the current ones. */
export type PlanContext = {
  side: "buy" | "sell";
  instrument: Instrument;
  portfolioId: string;
  marginMode: "isolated" | "cross";
  last: Price;
  mark: Price;
  bid: Price;
  ask: Price;
  equity: Money;
  freeMargin: Money;
  /** The levels of the order book that the browser has; null while there are none. */
  book: Pick<BookDto, "bids" | "asks"> | null;
  position: PositionDto | null;
  /** Open orders of the symbol, for their reserved margin. */
  orders: readonly OrderDto[];
  /** Of the position, or of the symbol while orders are open in it: no order changes it. Null where an order sets it. */
  leverageInForce: Decimal | null;
  /** A challenge's headroom to today's and the overall floor; null in practice. */
  headroom: { today: Money; overall: Money } | null;
};
