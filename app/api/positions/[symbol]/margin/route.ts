import { limitOfMarginChange } from "@/lib/http/limits/order-limits";
import { respondToChange } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { adjustMarginSchema, symbolParamsSchema } from "@/lib/schemas/trading";
import { adjustMargin } from "@/lib/trading/portfolio/change-position";

export const dynamic = "force-dynamic";

/** Adds margin to an isolated position, or removes added margin. */
export const POST = withUser(
  { params: symbolParamsSchema, body: adjustMarginSchema, limit: limitOfMarginChange },
  async ({ user, params, body }) =>
    respondToChange(await adjustMargin({ userId: user.id, symbol: params.symbol }, body)),
);
