import { z } from "zod";
import type { OrderStatus } from "@/lib/core/engine/order-status";
import type { RejectReason } from "@/lib/core/engine/reject-reason";

/**
 * What traders send and see of their portfolios. Decimals are text: prices and money in quote currency,
 * quantities in base currency and positive, the sign of a position in its `side`. Instants are ISO 8601 UTC.
 */

const decimal = z.string().regex(/^\d{1,20}(\.\d{1,18})?$/, "must be a plain decimal number");
const symbol = z.string().regex(/^[A-Z0-9]{2,30}$/, "must be a symbol such as BTCUSDT");
const clientOrderId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, "must be 8 to 64 letters, digits, - or _");

/** What a practice portfolio begins with, in whole quote currency. */
const openingBalance = z
  .string()
  .regex(/^\d{3,7}$/, "must be a whole number")
  .refine((text) => Number(text) >= 100 && Number(text) <= 1_000_000, "must be from 100 to 1,000,000");

export const SIDES = ["buy", "sell"] as const;
export const ORDER_KINDS = [
  "market",
  "limit",
  "stop-market",
  "stop-limit",
  "take-profit-market",
  "take-profit-limit",
  "trailing-stop",
] as const;
export const TIMES_IN_FORCE = ["GTC", "IOC", "FOK", "post-only"] as const;
const triggerBy = z.enum(["last", "mark"]);

/** A stop-loss or take-profit price and the price that sets it off. */
const stopSchema = z.strictObject({ price: decimal, by: triggerBy.default("last") });

/** Body of `POST /api/orders`. What a kind does not use is left out. */
export const placeOrderSchema = z.strictObject({
  portfolioId: z.string().max(64),
  clientOrderId,
  symbol,
  side: z.enum(SIDES),
  kind: z.enum(ORDER_KINDS),
  qty: decimal,
  price: decimal.optional(),
  trigger: stopSchema.optional(),
  trail: z.strictObject({ distance: decimal, activation: decimal.optional() }).optional(),
  timeInForce: z.enum(TIMES_IN_FORCE).optional(),
  reduceOnly: z.boolean().optional(),
  /** Live and die with the position that the order opens. */
  stopLoss: stopSchema.optional(),
  takeProfit: stopSchema.optional(),
  /** The symbol's leverage is set to this first, in the same decision. */
  leverage: decimal.optional(),
  /** Signature of the tick that the decision was made on; proves its age. */
  tickProof: z.string().max(500).optional(),
});
export type PlaceOrderBody = z.input<typeof placeOrderSchema>;

/** Body of `PATCH /api/orders/[id]`. */
export const amendOrderSchema = z
  .strictObject({
    portfolioId: z.string().max(64),
    price: decimal.optional(),
    qty: decimal.optional(),
    triggerPrice: decimal.optional(),
  })
  .refine((body) => body.price ?? body.qty ?? body.triggerPrice, "must change price, qty or triggerPrice");
export type AmendOrderBody = z.input<typeof amendOrderSchema>;

/** Body of `POST /api/positions/[symbol]/close`; `fraction` in (0, 1]. */
export const closePositionSchema = z.strictObject({
  portfolioId: z.string().max(64),
  clientOrderId,
  fraction: decimal.default("1"),
});
export type ClosePositionBody = z.input<typeof closePositionSchema>;

/** Body of `POST /api/positions/[symbol]/reverse`. */
export const reversePositionSchema = z.strictObject({ portfolioId: z.string().max(64), clientOrderId });
export type ReversePositionBody = z.input<typeof reversePositionSchema>;

/** Body of `PATCH /api/positions/[symbol]`: absent leaves as it is, null takes away. */
export const changePositionSchema = z.strictObject({
  portfolioId: z.string().max(64),
  stopLoss: stopSchema.nullable().optional(),
  takeProfit: stopSchema.nullable().optional(),
  leverage: decimal.optional(),
});
export type ChangePositionBody = z.input<typeof changePositionSchema>;

/** Query of the lists of orders: newest first, paged by the cursor that the last answer gave. */
export const ordersQuerySchema = z.object({
  portfolioId: z.string().max(64).optional(),
  symbol: symbol.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Query of `GET /api/portfolio`; without an id: the user's oldest portfolio. */
export const portfolioQuerySchema = z.object({ id: z.string().max(64).optional() });

/** Body of `POST /api/portfolios`: a new practice portfolio, as many as the tier allows. */
export const createPortfolioSchema = z.strictObject({
  name: z.string().trim().min(1).max(40),
  marginMode: z.enum(["isolated", "cross"]).default("isolated"),
  opening: openingBalance.optional(),
});

/** Body of `POST /api/portfolios/[id]/reset`. */
export const resetPortfolioSchema = z.strictObject({ opening: openingBalance.optional() });

/** Query of `DELETE /api/orders/[id]`. */
export const cancelOrderQuerySchema = z.object({ portfolioId: z.string().max(64) });

/** Query of `DELETE /api/orders`: all of them, or those of one symbol. */
export const cancelOrdersQuerySchema = z.object({
  portfolioId: z.string().max(64),
  symbol: symbol.optional(),
});

/** Body of `POST /api/positions/close`: closes every position; the orders get ids `clientOrderId:SYMBOL`. */
export const closeAllSchema = z.strictObject({ portfolioId: z.string().max(64), clientOrderId });
export type CloseAllBody = z.input<typeof closeAllSchema>;

/** Path parameters of the routes of one order, one symbol and one portfolio. */
export const orderParamsSchema = z.object({ id: z.string().max(100) });
export const symbolParamsSchema = z.object({ symbol });
export const portfolioParamsSchema = z.object({ id: z.string().max(64) });

/** Answer of `GET` and `POST /api/portfolios`. */
export type PortfoliosAnswer = { portfolios: PortfolioSummary[] };

export type StopDto = { price: string; by: "last" | "mark" };

/** One order, open or at its end. */
export type OrderDto = {
  id: string;
  clientOrderId: string;
  portfolioId: string;
  symbol: string;
  side: (typeof SIDES)[number];
  kind: (typeof ORDER_KINDS)[number];
  status: OrderStatus;
  qty: string;
  filled: string;
  /** Volume-weighted; null before the first fill. */
  averagePrice: string | null;
  price: string | null;
  trigger: StopDto | null;
  trail: { distance: string; activation: string | null; extreme: string | null } | null;
  timeInForce: (typeof TIMES_IN_FORCE)[number];
  reduceOnly: boolean;
  stopLoss: StopDto | null;
  takeProfit: StopDto | null;
  fees: string;
  purpose: "manual" | "stop" | "target" | "close" | "liquidation" | "breach" | "reset";
  /** Why it was rejected or cancelled; null otherwise. */
  reason: string | null;
  acceptedAt: string;
  endedAt: string | null;
};

/** One open position. PnL, margin ratio and the like follow from it and the mark, by `lib/core`. */
export type PositionDto = {
  symbol: string;
  side: "long" | "short";
  qty: string;
  entryPrice: string;
  leverage: string;
  /** Held for the position, with its estimated closing fee. */
  margin: string;
  liquidationPrice: string | null;
  stopLoss: StopDto | null;
  takeProfit: StopDto | null;
  openedAt: string;
  /** Of the round trip so far. */
  realised: string;
  fees: string;
  funding: string;
};

/** One line of the list of portfolios. */
export type PortfolioSummary = {
  id: string;
  name: string;
  kind: "PRACTICE" | "CHALLENGE";
  balance: string;
  locked: string | null;
  challengeId: string | null;
};

/** Rooms left of a challenge at the marks of `at`. Money in quote currency; fractions of the starting balance. */
export type ChallengeRooms = {
  challengeId: string;
  planName: string;
  phase: number;
  startingBalance: string;
  dailyFloor: string | null;
  totalFloor: string | null;
  target: string | null;
  tradingDays: number;
  minTradingDays: number;
  resetAt: string | null;
};

/** `GET /api/portfolio`, and the `snapshot` of the stream's `portfolio` event. */
export type PortfolioSnapshot = {
  id: string;
  name: string;
  kind: "PRACTICE" | "CHALLENGE";
  seq: number;
  epoch: number;
  marginMode: "isolated" | "cross";
  /** Null while it may be traded. */
  locked: { reason: string; at: string } | null;
  balance: string;
  openingBalance: string;
  /** At the marks of the moment; null where a mark is missing. */
  equity: string | null;
  marginUsed: string;
  freeMargin: string;
  /** Since the day's start in the user's zone, at the marks of the moment. */
  dayPnl: string | null;
  /** Equity when the user's day began, so that the page can go on counting. */
  dayStartEquity: string;
  leverages: { symbol: string; leverage: string }[];
  defaultLeverage: string;
  positions: PositionDto[];
  orders: OrderDto[];
  challenge: ChallengeRooms | null;
  serverTimeMs: number;
};

/** One fill with what it can be audited by. */
export type FillDto = {
  orderId: string;
  symbol: string;
  side: (typeof SIDES)[number];
  qty: string;
  price: string;
  fee: string;
  realised: string;
  liquidity: "maker" | "taker";
  purpose: OrderDto["purpose"];
  /** Mean of best bid and ask when it was decided; null without a book. */
  midPrice: string | null;
  mark: string;
  tickTimeMs: number;
  tickSeq: number;
  levels: { price: string; shown: string; takenBefore: string; taken: string }[];
  rules: string;
  at: string;
  /** From acceptance to fill. */
  latencyMs: number | null;
};

/** One event of a portfolio's log as its owner sees it: what toasts, notifications and the events tab show. */
export type PortfolioEventDto = { seq: number; at: string } & (
  | { type: "order-accepted"; order: OrderDto }
  | { type: "order-triggered" | "order-expired" | "order-amended"; orderId: string; symbol: string }
  | { type: "order-cancelled"; orderId: string; symbol: string; reason: string }
  | { type: "order-rejected"; orderId: string; symbol: string; reason: RejectReason; message: string }
  | { type: "order-filled"; fill: FillDto; status: OrderStatus }
  | { type: "position-opened" | "position-stops-set" | "leverage-set"; symbol: string }
  | {
      type: "trade-closed";
      symbol: string;
      side: "long" | "short";
      net: string;
      purpose: OrderDto["purpose"];
      journalId: string | null;
    }
  | { type: "position-liquidated"; symbol: string; qty: string; settledAt: string }
  | { type: "funding-settled"; symbol: string; paid: string; rate: string }
  | { type: "portfolio-locked"; reason: string; message: string }
  | { type: "challenge-started"; challengeId: string; planName: string; phaseName: string }
  | { type: "day-rolled"; equity: string }
  | { type: "room-warned" | "challenge-breached"; rule: string; floor: string; equity: string }
  | { type: "trading-paused"; rule: string; floor: string; equity: string; until: string }
  | { type: "phase-passed"; challengeId: string; phase: number; isLast: boolean; balance: string }
  | { type: "portfolio-opened" | "portfolio-reset" | "balance-adjusted"; amount: string }
);

/** The stream's `portfolio` event: what happened since the cursor, and the state that it led to. Its id is `seq`. */
export type PortfolioStreamEvent = {
  portfolioId: string;
  seq: number;
  events: PortfolioEventDto[];
  snapshot: PortfolioSnapshot;
};

/** Answer of every write: the order where there is one, and the state after it. */
export type TradingAnswer = { order: OrderDto | null; portfolio: PortfolioSnapshot };

/** `GET /api/orders/open` and `/history`. */
export type OrdersPage = { orders: OrderDto[]; nextCursor: string | null };

/** `GET /api/portfolio/fills`: newest first. */
export type FillsPage = { fills: FillDto[]; nextCursor: string | null };

/** `GET /api/portfolio/events`: newest first. */
export type EventsPage = { events: PortfolioEventDto[]; nextCursor: string | null };
