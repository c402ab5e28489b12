import { withUser } from "@/lib/http/with-user";
import { amendOrderSchema, cancelOrderQuerySchema, orderParamsSchema } from "@/lib/schemas/trading";
import { amendOrder, cancelOrder } from "@/lib/trading/change-order";

export const dynamic = "force-dynamic";

/** Changes price, quantity or trigger of a resting order. */
export const PATCH = withUser(
  { params: orderParamsSchema, body: amendOrderSchema },
  async ({ user, params, body: { portfolioId, ...changes } }) => ({
    body: await amendOrder({ userId: user.id, portfolioId, orderId: params.id }, changes),
  }),
);

/** Cancels one order. */
export const DELETE = withUser(
  { params: orderParamsSchema, query: cancelOrderQuerySchema },
  async ({ user, params, query }) => ({
    body: await cancelOrder({ userId: user.id, portfolioId: query.portfolioId, orderId: params.id }),
  }),
);
