import { z } from "zod";
import { ORDER_KINDS, SIDES } from "@/lib/core/engine/orders/order";
import { snapshotSchema } from "@/lib/schemas/trading/trading-responses";

const decimal = z.string();

/**
 * What an order would do at the present market. Decimals are text: prices and money in quote currency, quantities in
 * base currency; losses and profits include the fees of both sides.
 */
export const orderPreviewSchema = z.object({
  outcome: z.enum(["fills", "fills_in_part", "fills_in_part_and_rests", "rests"]),
  symbol: z.string(),
  side: z.enum(SIDES),
  kind: z.enum(ORDER_KINDS),
  qty: decimal,
  /** By the present book. */
  fills: z.object({ qty: decimal, averagePrice: decimal.nullable() }),
  /** Average price of the fills, else the order's own price or trigger; null for a trail that is not active. */
  expectedPrice: decimal.nullable(),
  value: decimal.nullable(),
  fee: decimal,
  leverage: decimal,
  /** Margin of the part that opens a position. */
  margin: decimal,
  freeMargin: z.object({ before: decimal, after: decimal }),
  /** The symbol's position after the fills, with its liquidation price; null when flat. */
  positionAfter: snapshotSchema.shape.positions.element.nullable(),
  lossAtStop: decimal.nullable(),
  profitAtTarget: decimal.nullable(),
  /** A challenge's distance to its loss limits, now and after the order's stop; null in practice. */
  headroom: z
    .object({
      today: decimal.nullable(),
      overall: decimal.nullable(),
      todayAfterStop: decimal.nullable(),
      overallAfterStop: decimal.nullable(),
    })
    .nullable(),
});
export type OrderPreview = z.infer<typeof orderPreviewSchema>;
