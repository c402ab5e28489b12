import { z } from "zod";
import { RULE_OUTCOMES } from "@/lib/core/challenge/rules/list-deadlines";
import { TRADING_RULE_KINDS } from "@/lib/core/challenge/rules/trading-rule";
import {
  LIQUIDITIES,
  ORDER_KINDS,
  ORDER_PURPOSES,
  SIDES,
  TIMES_IN_FORCE,
  TRIGGER_PRICES,
} from "@/lib/core/engine/orders/order";
import { ORDER_STATUSES } from "@/lib/core/engine/orders/order-status";
import { REJECT_REASONS } from "@/lib/core/engine/orders/reject-reason";
import { POSITION_SIDES } from "@/lib/core/engine/positions/position";
import { MARGIN_MODES, PORTFOLIO_KINDS } from "@/lib/core/engine/state/state";
import { LIMIT_CAUSES } from "@/lib/core/limits/limit-state";
import { ownLimitsResponseSchema } from "@/lib/schemas/challenge/own-limits";

/**
 * Responses about portfolios, used by the API's description and its contract test. Decimals are text: prices
 * and money in quote currency, quantities in base currency and positive, the sign of a position in its
 * `side`.
 */

const decimal = z.string();
const instant = z.string();
const side = z.enum(SIDES);
const direction = z.enum(POSITION_SIDES);
const status = z.enum(ORDER_STATUSES);
const purpose = z.enum(ORDER_PURPOSES);
const kind = z.enum(PORTFOLIO_KINDS);

const stopSchema = z.object({ price: decimal, by: z.enum(TRIGGER_PRICES) });
export type StopDto = z.infer<typeof stopSchema>;

const orderSchema = z.object({
  id: z.string(),
  clientOrderId: z.string(),
  portfolioId: z.string(),
  symbol: z.string(),
  side,
  kind: z.enum(ORDER_KINDS),
  status,
  qty: decimal,
  filled: decimal,
  /** Volume-weighted; null before the first fill. */
  averagePrice: decimal.nullable(),
  price: decimal.nullable(),
  trigger: stopSchema.nullable(),
  trail: z
    .object({ distance: decimal, activation: decimal.nullable(), extreme: decimal.nullable() })
    .nullable(),
  timeInForce: z.enum(TIMES_IN_FORCE),
  reduceOnly: z.boolean(),
  stopLoss: stopSchema.nullable(),
  takeProfit: stopSchema.nullable(),
  fees: decimal,
  purpose,
  /** Why it was rejected or cancelled; null otherwise. */
  reason: z.string().nullable(),
  acceptedAt: instant,
  /** When it expires if it is still open; null for never. */
  expiresAt: instant.nullable(),
  endedAt: instant.nullable(),
});
/** One order, open or terminal. */
export type OrderDto = z.infer<typeof orderSchema>;

const positionSchema = z.object({
  symbol: z.string(),
  side: direction,
  qty: decimal,
  entryPrice: decimal,
  /** Cost of the quantity: profit is computed from it, since an average price is rounded. */
  cost: decimal,
  leverage: decimal,
  /** Margin of the position, with its estimated closing fee. */
  margin: decimal,
  /** The part of `margin` that was added (negative: taken by funding). */
  extraMargin: decimal,
  /** In cross margin the mark at which the account is liquidated if only this symbol moves from `serverTimeMs` on. */
  liquidationPrice: decimal.nullable(),
  stopLoss: stopSchema.nullable(),
  takeProfit: stopSchema.nullable(),
  openedAt: instant,
  /** Of the round trip so far. */
  realised: decimal,
  fees: decimal,
  funding: decimal,
  /** Risk of the entries by the stops in force at that time; zero while none had one. Quote currency. */
  risk: decimal,
});
/** One open position. PnL, margin ratio and the like follow from it and the mark, by `lib/core`. */
export type PositionDto = z.infer<typeof positionSchema>;

const summarySchema = z.object({
  id: z.string(),
  name: z.string(),
  kind,
  balance: decimal,
  locked: z.string().nullable(),
  challengeId: z.string().nullable(),
  isArchived: z.boolean(),
});
/** One line of the list of portfolios. */
export type PortfolioSummary = z.infer<typeof summarySchema>;

/** Response of `GET` and `POST /api/portfolios`. */
export const portfoliosResponseSchema = z.object({ portfolios: z.array(summarySchema) });
export type PortfoliosResponse = z.infer<typeof portfoliosResponseSchema>;

const deferredSchema = z.object({
  /** The event that stored it. */
  seq: z.number().int(),
  type: z.enum([
    "amend",
    "cancel",
    "cancel-all",
    "set-position-stops",
    "set-leverage",
    "adjust-margin",
    "reset",
  ]),
  /** Null where it concerns all symbols. */
  symbol: z.string().nullable(),
  /** Of the position of a hedged symbol; left out elsewhere. */
  side: direction.optional(),
  orderId: z.string().nullable(),
});
/** A change that takes effect after the gap of the price feed in which it was requested. */
export type DeferredChangeDto = z.infer<typeof deferredSchema>;

const headroomSchema = z.object({
  challengeId: z.string(),
  planName: z.string(),
  phase: z.number().int(),
  startingBalance: decimal,
  dailyFloor: decimal.nullable(),
  totalFloor: decimal.nullable(),
  /** The whole allowance of each of the two floors' rules. */
  dailyAllowance: decimal.nullable(),
  totalAllowance: decimal.nullable(),
  target: decimal.nullable(),
  tradingDays: z.number().int(),
  minTradingDays: z.number().int(),
  resetAt: instant.nullable(),
});
/**
 * Headroom of a challenge at the marks of `at`. Money in quote currency; fractions of the starting balance.
 */
export type ChallengeHeadroom = z.infer<typeof headroomSchema>;

/** `GET /api/portfolio`, and the `snapshot` of the stream's `portfolio` event. */
export const snapshotSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind,
  seq: z.number().int(),
  epoch: z.number().int(),
  marginMode: z.enum(MARGIN_MODES),
  /** Null while trading is allowed. */
  locked: z.object({ reason: z.string(), at: instant }).nullable(),
  balance: decimal,
  openingBalance: decimal,
  /** At the current marks; null where a mark is missing. */
  equity: decimal.nullable(),
  marginUsed: decimal,
  freeMargin: decimal,
  /** Since the day's start in the user's zone, at the current marks. */
  dayPnl: decimal.nullable(),
  /** Equity when the user's day began, so that the page can compute the day's result itself. */
  dayStartEquity: decimal,
  /** `shortLeverage`: of the short side of a hedged symbol, where it differs. */
  leverages: z.array(z.object({ symbol: z.string(), leverage: decimal, shortLeverage: decimal.optional() })),
  defaultLeverage: decimal,
  /** The symbols in hedge mode: all but these, or these alone; null while there are none. */
  hedge: z.object({ isUsual: z.boolean(), symbols: z.array(z.string()) }).nullable(),
  /** One for each symbol; in hedge mode one for each side of it. */
  positions: z.array(positionSchema),
  orders: z.array(orderSchema),
  deferredChanges: z.array(deferredSchema),
  challenge: headroomSchema.nullable(),
  /** The owner's own limits; null without any. */
  ownLimits: ownLimitsResponseSchema.nullable(),
  serverTimeMs: z.number().int(),
});
export type PortfolioSnapshot = z.infer<typeof snapshotSchema>;

/** One fill with the data by which it can be audited. */
export const fillSchema = z.object({
  orderId: z.string(),
  symbol: z.string(),
  side,
  /** The position that it changed. */
  positionSide: direction,
  qty: decimal,
  price: decimal,
  fee: decimal,
  realised: decimal,
  liquidity: z.enum(LIQUIDITIES),
  purpose,
  /** Mean of best bid and ask at the decision; null without a book. */
  midPrice: decimal.nullable(),
  mark: decimal,
  tickTimeMs: z.number().int(),
  tickSeq: z.number().int(),
  levels: z.array(z.object({ price: decimal, shown: decimal, takenBefore: decimal, taken: decimal })),
  rules: z.string(),
  at: instant,
  /** From acceptance to fill; null for a maker's fill, which waits for its price. */
  latencyMs: z.number().nullable(),
});
export type FillDto = z.infer<typeof fillSchema>;

/** Response of every write: the order where there is one, and the state after it. */
export const tradingResponseSchema = z.object({
  order: orderSchema.nullable(),
  portfolio: snapshotSchema,
  /** The change takes effect after the gap of the price feed; the state does not include it yet. */
  isDeferred: z.boolean(),
});
export type TradingResponse = z.infer<typeof tradingResponseSchema>;

/**
 * Response of `POST /api/positions/close`: `rejected` lists each position that could not be closed, with the
 * reason.
 */
export const closeAllResponseSchema = tradingResponseSchema.extend({
  rejected: z.array(z.object({ symbol: z.string(), reason: z.enum(REJECT_REASONS), message: z.string() })),
});
export type CloseAllResponse = z.infer<typeof closeAllResponseSchema>;

const nextCursor = z.string().nullable();

/** `GET /api/orders/open` and `/history`. */
export const ordersPageSchema = z.object({ orders: z.array(orderSchema), nextCursor });
export type OrdersPage = z.infer<typeof ordersPageSchema>;

/** `GET /api/portfolio/fills`: newest first. */
export const fillsPageSchema = z.object({ fills: z.array(fillSchema), nextCursor });
export type FillsPage = z.infer<typeof fillsPageSchema>;

/** An order as an event describes it: price and trigger are those after the event. */
const orderTermsSchema = orderSchema.pick({
  side: true,
  kind: true,
  qty: true,
  symbol: true,
  price: true,
  trigger: true,
});
/** `order` is null where its row is gone. */
const ofOrder = { orderId: z.string(), symbol: z.string(), order: orderTermsSchema.nullable() };
/** `side` names the position of a hedged symbol. */
const ofPosition = { symbol: z.string(), side: direction.optional() };
const limits = { rule: z.string(), floor: decimal, equity: decimal };
const story = <S extends z.ZodRawShape>(shape: S) =>
  z.object({ seq: z.number().int(), at: instant, ...shape });
const eventSchema = z.discriminatedUnion("type", [
  story({ type: z.literal("order-accepted"), order: orderSchema }),
  story({ type: z.enum(["order-triggered", "order-expired", "order-amended"]), ...ofOrder }),
  story({ type: z.literal("order-cancelled"), ...ofOrder, reason: z.string() }),
  story({
    type: z.literal("order-rejected"),
    ...ofOrder,
    reason: z.enum(REJECT_REASONS),
    message: z.string(),
  }),
  story({ type: z.literal("order-filled"), fill: fillSchema, status }),
  story({ type: z.literal("position-opened"), symbol: z.string() }),
  story({
    type: z.literal("position-stops-set"),
    ...ofPosition,
    stopLoss: stopSchema.nullable(),
    takeProfit: stopSchema.nullable(),
  }),
  story({ type: z.literal("leverage-set"), ...ofPosition, leverage: decimal }),
  story({
    type: z.literal("round-trip-closed"),
    symbol: z.string(),
    side: direction,
    net: decimal,
    purpose,
    journalId: z.string().nullable(),
  }),
  /**
   * `remaining` is the quantity left after a step down to a lower risk tier; zero when the position is
   * closed.
   */
  story({
    type: z.literal("position-liquidated"),
    ...ofPosition,
    qty: decimal,
    remaining: decimal,
    settledAt: decimal,
  }),
  /** `symbol` is null where the mode of all symbols was set. */
  story({ type: z.literal("position-mode-set"), symbol: z.string().nullable(), isHedged: z.boolean() }),
  story({ type: z.literal("margin-mode-set"), marginMode: z.enum(MARGIN_MODES) }),
  /** Margin added to an isolated position, or (negative) removed from it. */
  story({ type: z.literal("margin-adjusted"), ...ofPosition, amount: decimal }),
  story({
    type: z.literal("close-rejected"),
    ...ofPosition,
    reason: z.enum(REJECT_REASONS),
    message: z.string(),
  }),
  story({
    type: z.literal("symbol-settled"),
    ...ofPosition,
    price: decimal,
    cause: z.enum(["delisted", "operator"]),
    note: z.string(),
  }),
  story({ type: z.literal("funding-settled"), ...ofPosition, paid: decimal, rate: decimal }),
  story({ type: z.literal("limits-set"), pendingFrom: instant.nullable() }),
  story({ type: z.literal("limit-locked"), cause: z.enum(LIMIT_CAUSES), until: instant }),
  story({ type: z.literal("portfolio-locked"), reason: z.string(), message: z.string() }),
  story({
    type: z.literal("challenge-started"),
    challengeId: z.string(),
    planName: z.string(),
    phaseName: z.string(),
  }),
  story({ type: z.literal("day-rolled"), equity: decimal }),
  story({ type: z.enum(["headroom-warned", "challenge-breached"]), ...limits }),
  story({ type: z.literal("trading-paused"), ...limits, until: instant }),
  /** A trading rule was enforced; `symbol` is null where it is about the whole portfolio. */
  story({
    type: z.literal("rule-enforced"),
    kind: z.enum(TRADING_RULE_KINDS),
    symbol: z.string().nullable(),
    outcome: z.enum(RULE_OUTCOMES),
    challengeId: z.string(),
  }),
  /** The starting balance grew by `amount`. */
  story({ type: z.literal("challenge-scaled"), amount: decimal }),
  story({
    type: z.literal("phase-passed"),
    challengeId: z.string(),
    phase: z.number().int(),
    isLast: z.boolean(),
    balance: decimal,
  }),
  story({ type: z.literal("change-deferred"), change: deferredSchema }),
  story({
    type: z.literal("change-applied"),
    change: deferredSchema,
    reason: z.enum(REJECT_REASONS).nullable(),
    message: z.string().nullable(),
  }),
  story({ type: z.enum(["portfolio-opened", "portfolio-reset", "balance-adjusted"]), amount: decimal }),
]);
/** One event of a portfolio's log, for its owner's toasts, notifications and events tab. */
export type PortfolioEventDto = z.infer<typeof eventSchema>;

/** `GET /api/portfolio/events`: newest first. */
export const eventsPageSchema = z.object({ events: z.array(eventSchema), nextCursor });
export type EventsPage = z.infer<typeof eventsPageSchema>;

/**
 * The stream's `portfolio` event: the events after `afterSeq` up to `seq`, and the state after them. Its id
 * is `seq`.
 */
export type PortfolioStreamEvent = {
  portfolioId: string;
  afterSeq: number;
  seq: number;
  events: PortfolioEventDto[];
  snapshot: PortfolioSnapshot;
};
