import { z } from "zod";
import { SIDES } from "@/lib/core/engine/orders/order";
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
