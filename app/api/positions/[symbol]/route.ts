import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { respondToChange } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { changePosition } from "@/lib/trading/portfolio/change-position";

export const dynamic = "force-dynamic";

/** Sets leverage, stop-loss and take-profit of a position. */
export const PATCH = withUser(
  ORDER_ENDPOINTS["PATCH /api/positions/[symbol]"],
  async ({ user, params, body }) =>
    respondToChange(await changePosition({ userId: user.id, symbol: params.symbol }, body)),
);
