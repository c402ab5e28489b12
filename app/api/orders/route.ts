import { after } from "next/server";
import { noteReaction } from "@/lib/db/order-reactions";
import { claimOrder } from "@/lib/http/claim-order";
import { assertFreshOrder } from "@/lib/http/latency-guard";
import { withUser } from "@/lib/http/with-user";
import { reportError } from "@/lib/infra/report-error";
import { readTickProof } from "@/lib/market/tick-proof";
import { cancelOrdersQuerySchema, placeOrderSchema } from "@/lib/schemas/trading";
import { attemptOrder } from "@/lib/trading/attempt-order";
import { cancelOrders } from "@/lib/trading/change-order";
import { placeOrder } from "@/lib/trading/place-order";

export const dynamic = "force-dynamic";

/** Accepts an order; a market order is executed right after the answer, by way of the queue. */
export const POST = withUser({ body: placeOrderSchema }, async ({ user, body, request }) => {
  assertFreshOrder(request.headers);
  const at = new Date();
  const tick = body.tickProof
    ? readTickProof(body.tickProof, { symbol: body.symbol, nowMs: at.getTime() })
    : null;
  await claimOrder({ userId: user.id, stamp: request.headers.get("x-order-timestamp") ?? "", body });
  const answer = await placeOrder(user.id, body);
  const { portfolioId, clientOrderId: orderId } = body;
  if (tick !== null)
    after(() => keepReaction({ portfolioId, clientOrderId: orderId, ageMs: tick.ageMs, at }));
  if (answer.order?.status === "QUEUED") after(() => attemptOrder({ portfolioId, orderId }));
  return { body: answer, status: 202 };
});

/** Cancels all open orders of a portfolio, or those of one symbol. */
export const DELETE = withUser({ query: cancelOrdersQuerySchema }, async ({ user, query }) => ({
  body: await cancelOrders({ userId: user.id, ...query }),
}));

/** For the review alone: an order stands without it. */
function keepReaction(reaction: Parameters<typeof noteReaction>[0]): Promise<void> {
  return noteReaction(reaction).catch((error) => reportError("order-reaction-not-kept", error));
}
