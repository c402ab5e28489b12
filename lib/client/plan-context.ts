import type { Money, Price } from "@/lib/core/decimal";
import type { Instrument } from "@/lib/core/engine/instrument";
import type { PositionDto } from "@/lib/schemas/trading-answers";

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
  bid: Price;
  ask: Price;
  equity: Money;
  freeMargin: Money;
  position: PositionDto | null;
  /** A challenge's room before today's and the overall floor; null in practice. */
  room: { today: Money; overall: Money } | null;
};
