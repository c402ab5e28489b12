import { limitOfPositionChange } from "@/lib/http/limits/order-limits";
import { respondToChange } from "@/lib/http/route/respond-to-order";
import { withUser } from "@/lib/http/route/with-user";
import { changePositionSchema, symbolParamsSchema } from "@/lib/schemas/trading";
import { changePosition } from "@/lib/trading/portfolio/change-position";

export const dynamic = "force-dynamic";

/** Sets leverage, stop-loss and take-profit of a position. */
export const PATCH = withUser(
  { params: symbolParamsSchema, body: changePositionSchema, limit: limitOfPositionChange },
  async ({ user, params, body }) =>
    respondToChange(await changePosition({ userId: user.id, symbol: params.symbol }, body)),
);
