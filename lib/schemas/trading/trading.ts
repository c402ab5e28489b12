import { z } from "zod";
import { ORDER_KINDS, SIDES, TIMES_IN_FORCE, TRIGGER_PRICES } from "@/lib/core/engine/orders/order";
import { FINAL_STATUSES } from "@/lib/core/engine/orders/order-status";
import { POSITION_SIDES } from "@/lib/core/engine/positions/position";
import { MARGIN_MODES, POSITION_MODES } from "@/lib/core/engine/state/state";
import { MAX_CHASE_MINUTES } from "@/lib/core/order-groups/plan-chase";
import { MAX_SCALE_ORDERS, MIN_SCALE_ORDERS, SCALE_SHAPES } from "@/lib/core/order-groups/plan-scale";
import { MAX_TWAP_MINUTES, MAX_TWAP_ORDERS, MIN_TWAP_ORDERS } from "@/lib/core/order-groups/plan-twap";
import { isoDay } from "@/lib/schemas/iso-day";

/**
 * Requests about portfolios. Decimals are text: prices and money in quote currency, quantities in base
 * currency and positive, the sign of a position in its `side`. Instants are ISO 8601 UTC.
 */

const decimal = z.string().regex(/^\d{1,20}(\.\d{1,18})?$/, "must be a plain decimal number");
const symbol = z.string().regex(/^[A-Z0-9]{2,30}$/, "must be a symbol such as BTCUSDT");
const clientOrderId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, "must be 8 to 64 letters, digits, - or _");

/** The smallest opening balance of a practice portfolio, in quote currency. */
export const SMALLEST_OPENING = 100;

/** Opening balance of a practice portfolio, in whole quote currency. */
const openingBalance = z
  .string()
  .regex(/^\d{3,7}$/, "must be a whole number")
  .refine(
    (text) => Number(text) >= SMALLEST_OPENING && Number(text) <= 1_000_000,
    "must be from 100 to 1,000,000",
  );

const triggerBy = z.enum(TRIGGER_PRICES);

/** A stop-loss or take-profit price and the price that triggers it. */
const stopSchema = z.strictObject({ price: decimal, by: triggerBy.default("last") });

/** Body of `POST /api/orders`. Fields that a kind does not use are left out. */
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
  /** Good till date: an order that is still open then expires. In the future and within a year. */
  expiresAt: z.iso.datetime().optional(),
  /** Take effect with the fill that opens the position; an existing stop or target stays. */
  stopLoss: stopSchema.optional(),
  takeProfit: stopSchema.optional(),
  /**
   * The expected leverage: it becomes the symbol's while there is neither a position nor an open order in it;
   * otherwise it must be the one in force (`leverage_differs`). Ignored on a reduce-only order.
   */
  leverage: decimal.optional(),
  /**
   * The published prices that the decision was made on, with our signature; proves their age. See
   * docs/stream.md.
   */
  tickProof: z.string().max(3_000).optional(),
});
export type PlaceOrderBody = z.input<typeof placeOrderSchema>;

const groupOrder = {
  portfolioId: z.string().max(64),
  clientOrderId,
  symbol,
  side: z.enum(SIDES),
  /** Of the whole ladder, TWAP or chase, or of each order of a pair. */
  qty: decimal,
  reduceOnly: z.boolean().default(false),
  leverage: decimal.optional(),
};

/**
 * Body of `POST /api/orders/group`. `scale`: a ladder of limit orders from the price `from` to `to`; `oco`: a limit
 * order and a stop, of which each cancels the other at its fill, trigger or end, so that both can never fill;
 * `twap`: the server sends `count` market orders at equal distances of time within `minutes`; `chase`: the server keeps
 * a limit order at the best price of its side, up to `distance` from that at the start and for at most `minutes`.
 */
export const orderGroupSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("scale"),
    ...groupOrder,
    from: decimal,
    to: decimal,
    count: z.number().int().min(MIN_SCALE_ORDERS).max(MAX_SCALE_ORDERS),
    shape: z.enum(SCALE_SHAPES).default("even"),
  }),
  z.strictObject({
    kind: z.literal("oco"),
    ...groupOrder,
    price: decimal,
    trigger: decimal,
    triggerBy: triggerBy.default("last"),
  }),
  z.strictObject({
    kind: z.literal("twap"),
    ...groupOrder,
    count: z.number().int().min(MIN_TWAP_ORDERS).max(MAX_TWAP_ORDERS),
    minutes: z.number().int().min(1).max(MAX_TWAP_MINUTES),
  }),
  z.strictObject({
    kind: z.literal("chase"),
    ...groupOrder,
    distance: decimal,
    minutes: z.number().int().min(1).max(MAX_CHASE_MINUTES),
  }),
]);
export type OrderGroupBody = z.input<typeof orderGroupSchema>;

/** Body of `PATCH /api/orders/[id]`. */
export const amendOrderSchema = z
  .strictObject({
    portfolioId: z.string().max(64),
    price: decimal.optional(),
    qty: decimal.optional(),
    triggerPrice: decimal.optional(),
    /** Of a trailing stop; `activation` only until it is active. */
    trailDistance: decimal.optional(),
    activation: decimal.optional(),
  })
  .refine(
    ({ portfolioId: _, ...changes }) => Object.values(changes).some((change) => change !== undefined),
    "must change price, qty, triggerPrice, trailDistance or activation",
  );
export type AmendOrderBody = z.input<typeof amendOrderSchema>;

/** The position that is meant, where a hedged symbol has two. */
const positionSide = z.enum(POSITION_SIDES).optional();

/** Body of `POST /api/positions/[symbol]/close`; `fraction` in (0, 1]. */
export const closePositionSchema = z.strictObject({
  portfolioId: z.string().max(64),
  clientOrderId,
  side: positionSide,
  fraction: decimal.default("1"),
});
export type ClosePositionBody = z.input<typeof closePositionSchema>;

/** Body of `POST /api/positions/[symbol]/reverse`. */
export const reversePositionSchema = z.strictObject({ portfolioId: z.string().max(64), clientOrderId });
export type ReversePositionBody = z.input<typeof reversePositionSchema>;

/** Body of `PATCH /api/positions/[symbol]`: an absent field is unchanged, null removes it. */
export const changePositionSchema = z.strictObject({
  portfolioId: z.string().max(64),
  side: positionSide,
  stopLoss: stopSchema.nullable().optional(),
  takeProfit: stopSchema.nullable().optional(),
  leverage: decimal.optional(),
});
export type ChangePositionBody = z.input<typeof changePositionSchema>;

/**
 * Body of `POST /api/positions/[symbol]/margin`: adds margin to an isolated position, or removes added margin
 * (`amount` below zero). Quote currency. The same `clientOrderId` again gives the first response.
 */
export const adjustMarginSchema = z.strictObject({
  portfolioId: z.string().max(64),
  clientOrderId,
  side: positionSide,
  amount: z
    .string()
    .regex(/^-?\d{1,20}(\.\d{1,8})?$/, "must be a plain decimal number of at most 8 places")
    .refine((text) => Number(text) !== 0, "must not be zero"),
});

export type AdjustMarginBody = z.input<typeof adjustMarginSchema>;

/** Query of the lists of orders: newest first, paged by the cursor of the previous response. */
export const ordersQuerySchema = z.object({
  portfolioId: z.string().max(64).optional(),
  symbol: symbol.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A day of UTC, such as 2026-11-24. */
const day = isoDay.optional();

/** Which fills of a portfolio are wanted, by the day of the fill; the first and the last day included. */
export const fillFilterSchema = z.object({
  portfolioId: z.string().max(64).optional(),
  symbol: symbol.optional(),
  side: z.enum(SIDES).optional(),
  from: day,
  to: day,
});

export type FillFilter = Omit<z.output<typeof fillFilterSchema>, "portfolioId">;

/** Which ended orders of a portfolio are wanted, by the day of their end; the first and the last day included. */
export const orderFilterSchema = fillFilterSchema.extend({
  kind: z.enum(ORDER_KINDS).optional(),
  status: z.enum(FINAL_STATUSES).optional(),
});

export type EndedOrderFilter = Omit<z.output<typeof orderFilterSchema>, "portfolioId">;

/** Query of `GET /api/portfolio/fills`. */
export const fillsQuerySchema = ordersQuerySchema.extend(fillFilterSchema.shape);

/** Query of `GET /api/orders/history`. */
export const orderHistoryQuerySchema = ordersQuerySchema.extend(orderFilterSchema.shape);

/** Query of `GET /api/portfolio`; without an id: the user's oldest portfolio. */
export const portfolioQuerySchema = z.object({ id: z.string().max(64).optional() });

/** Body of `POST /api/portfolios`: a new practice portfolio, as many as the tier allows. */
export const createPortfolioSchema = z.strictObject({
  name: z.string().trim().min(1).max(40),
  marginMode: z.enum(MARGIN_MODES).default("isolated"),
  opening: openingBalance.optional(),
});

export type NewPortfolioBody = z.input<typeof createPortfolioSchema>;

/** Body of `PATCH /api/portfolios/[id]`: another name, or out of the list and back. */
export const changePortfolioSchema = z
  .strictObject({ name: z.string().trim().min(1).max(40).optional(), isArchived: z.boolean().optional() })
  .refine((change) => Object.keys(change).length > 0, "must change name or isArchived");

export type ChangePortfolioBody = z.input<typeof changePortfolioSchema>;

/** Body of `POST /api/portfolios/[id]/reset`. */
export const resetPortfolioSchema = z.strictObject({ opening: openingBalance.optional() });

/** Body of `PUT /api/portfolios/[id]/modes`: what is left out stays. */
export const changeModesSchema = z
  .strictObject({
    positionMode: z.enum(POSITION_MODES).optional(),
    marginMode: z.enum(MARGIN_MODES).optional(),
  })
  .refine(({ positionMode, marginMode }) => positionMode !== undefined || marginMode !== undefined, {
    message: "Name a mode.",
  });
export type ChangeModesBody = z.input<typeof changeModesSchema>;

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
