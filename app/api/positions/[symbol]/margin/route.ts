import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { respondToChange } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { adjustMargin } from "@/lib/trading/portfolio/change-position";

export const dynamic = "force-dynamic";

/** Adds margin to an isolated position, or removes added margin. */
export const POST = withUser(
  ORDER_ENDPOINTS["POST /api/positions/[symbol]/margin"],
  async ({ user, params, body }) =>
    respondToChange(await adjustMargin({ userId: user.id, symbol: params.symbol }, body)),
);
