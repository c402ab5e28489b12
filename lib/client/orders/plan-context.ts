import type { Decimal, Money, Price } from "@/lib/core/decimal";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import type { OrderDto, PositionDto } from "@/lib/schemas/trading-answers";

/** The fields of the form that a problem can stand at. `form`: none of them. */
export type Field =
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

/** Something that keeps an order from being sent, said at the field that causes it. */
export type Problem = { field: Field; message: string };

/** What an order is planned against. Prices are those of the moment. */
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
  position: PositionDto | null;
  /** Open orders of the symbol, for the margin that they hold. */
  orders: readonly OrderDto[];
  /** Of the position, or of the symbol while orders are open in it: no order changes it. Null where an order sets it. */
  leverageInForce: Decimal | null;
  /** A challenge's room before today's and the overall floor; null in practice. */
  room: { today: Money; overall: Money } | null;
};
