import { z } from "zod";
import { SIDES } from "@/lib/core/engine/orders/order";
import { CHASE_STATUSES } from "@/lib/core/order-groups/plan-chase";
import { TWAP_STATUSES } from "@/lib/core/order-groups/plan-twap";

/** A TWAP with its progress; quantities in base currency. `sent`: orders so far, of `count`. */
const twapSchema = z.object({
  id: z.string(),
  portfolioId: z.string(),
  symbol: z.string(),
  side: z.enum(SIDES),
  qty: z.string(),
  filled: z.string(),
  /** Of all fills; null before the first one. */
  averagePrice: z.string().nullable(),
  reduceOnly: z.boolean(),
  count: z.number(),
  sent: z.number(),
  status: z.enum(TWAP_STATUSES),
  /** Why an order was rejected for good. */
  reason: z.string().nullable(),
  startsAt: z.string(),
  endsAt: z.string(),
  nextAt: z.string().nullable(),
});
export type TwapDto = z.infer<typeof twapSchema>;

/** Response of the routes under `/api/orders/twap`. */
export const twapsResponseSchema = z.object({ twaps: z.array(twapSchema) });
export type TwapsResponse = z.infer<typeof twapsResponseSchema>;

/** A chase with its progress; `price` is that of its order, null before it is placed and after it has ended. */
const chaseSchema = z.object({
  id: z.string(),
  portfolioId: z.string(),
  symbol: z.string(),
  side: z.enum(SIDES),
  qty: z.string(),
  filled: z.string(),
  /** Of all fills; null before the first one. */
  averagePrice: z.string().nullable(),
  reduceOnly: z.boolean(),
  price: z.string().nullable(),
  /** The order's price goes no further. */
  limitPrice: z.string(),
  status: z.enum(CHASE_STATUSES),
  /** Why its order was rejected. */
  reason: z.string().nullable(),
  startsAt: z.string(),
  endsAt: z.string(),
});
export type ChaseDto = z.infer<typeof chaseSchema>;

/** Response of the routes under `/api/orders/chase`. */
export const chasesResponseSchema = z.object({ chases: z.array(chaseSchema) });
export type ChasesResponse = z.infer<typeof chasesResponseSchema>;
