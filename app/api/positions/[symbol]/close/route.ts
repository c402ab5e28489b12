import { after } from "next/server";
import { withUser } from "@/lib/http/with-user";
import { closePositionSchema, symbolParamsSchema } from "@/lib/schemas/trading";
import { attemptOrder } from "@/lib/trading/attempt-order";
import { closePosition } from "@/lib/trading/change-position";

export const dynamic = "force-dynamic";

/** Closes a fraction of a position at the market. */
export const POST = withUser(
  { params: symbolParamsSchema, body: closePositionSchema },
  async ({ user, params, body }) => {
    const answer = await closePosition({ userId: user.id, symbol: params.symbol }, body);
    const { order } = answer;
    if (order?.status === "QUEUED") after(() => attemptOrder(order));
    return { body: answer, status: 202 };
  },
);
