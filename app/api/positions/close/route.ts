import { after } from "next/server";
import { withUser } from "@/lib/http/with-user";
import { closeAllSchema } from "@/lib/schemas/trading";
import { attemptOrder } from "@/lib/trading/attempt-order";
import { closeAllPositions } from "@/lib/trading/change-position";

export const dynamic = "force-dynamic";

/** Closes every position of a portfolio at the market. */
export const POST = withUser({ body: closeAllSchema }, async ({ user, body }) => {
  const { queued, ...answer } = await closeAllPositions({ userId: user.id, ...body });
  for (const order of queued) after(() => attemptOrder(order));
  return { body: answer, status: 202 };
});
