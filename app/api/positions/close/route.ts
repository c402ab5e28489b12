import { answerOrder } from "@/lib/http/route/answer-order";
import { withUser } from "@/lib/http/route/with-user";
import { closeAllSchema } from "@/lib/schemas/trading";
import type { CloseAllAnswer, TradingAnswer } from "@/lib/schemas/trading-answers";
import { closeAllPositions } from "@/lib/trading/portfolio/change-position";

export const dynamic = "force-dynamic";

/** Closes every position of a portfolio at the market, and names those that could not be closed. */
export const POST = withUser(
  { body: closeAllSchema, limit: "reduce-risk" },
  async ({ user, body, request }) => {
    const { queued, rejected, ...answer } = await closeAllPositions({ userId: user.id, ...body });
    const orders = queued.filter(({ status }) => status === "QUEUED");
    const { body: trading, ...rest } = await answerOrder(request, { answer, orders });
    return { ...rest, body: { ...(trading as TradingAnswer), rejected } satisfies CloseAllAnswer };
  },
);
