import { answerOrder } from "@/lib/http/answer-order";
import { withUser } from "@/lib/http/with-user";
import { closeAllSchema } from "@/lib/schemas/trading";
import { closeAllPositions } from "@/lib/trading/change-position";

export const dynamic = "force-dynamic";

/** Closes every position of a portfolio at the market. */
export const POST = withUser({ body: closeAllSchema }, async ({ user, body, request }) => {
  const { queued, ...answer } = await closeAllPositions({ userId: user.id, ...body });
  return answerOrder(request, { answer, orders: queued.filter(({ status }) => status === "QUEUED") });
});
