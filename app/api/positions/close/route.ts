import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { respondToOrder } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import type { CloseAllResponse, TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { closeAllPositions } from "@/lib/trading/portfolio/change-position";

export const dynamic = "force-dynamic";

/** Closes every position of a portfolio at the market, and lists those that could not be closed. */
export const POST = withUser(
  ORDER_ENDPOINTS["POST /api/positions/close"],
  async ({ user, body, request }) => {
    const { queued, rejected, ...accepted } = await closeAllPositions({ userId: user.id, ...body });
    const orders = queued.filter(({ status }) => status === "QUEUED");
    const { body: trading, ...rest } = await respondToOrder(request, { accepted, orders });
    return { ...rest, body: { ...(trading as TradingResponse), rejected } satisfies CloseAllResponse };
  },
);
