import { after } from "next/server";
import { withUser } from "@/lib/http/with-user";
import { reversePositionSchema, symbolParamsSchema } from "@/lib/schemas/trading";
import { attemptOrder } from "@/lib/trading/attempt-order";
import { reversePosition } from "@/lib/trading/change-position";

export const dynamic = "force-dynamic";

/** Closes a position and opens the opposite one, at the market. */
export const POST = withUser(
  { params: symbolParamsSchema, body: reversePositionSchema },
  async ({ user, params, body }) => {
    const answer = await reversePosition({ userId: user.id, symbol: params.symbol }, body);
    const { order } = answer;
    if (order?.status === "QUEUED") after(() => attemptOrder(order));
    return { body: answer, status: 202 };
  },
);
