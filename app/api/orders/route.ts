import { after } from "next/server";
import type { z } from "zod";
import { noteReaction } from "@/lib/db/order-reactions";
import type { Answer } from "@/lib/http/answer-session";
import { claimOrder } from "@/lib/http/claim-order";
import { assertFreshOrder } from "@/lib/http/latency-guard";
import { withUser } from "@/lib/http/with-user";
import { reportError } from "@/lib/infra/report-error";
import { traced, writeTraceparent } from "@/lib/infra/trace";
import { readTickProof } from "@/lib/market/tick-proof";
import { cancelOrdersQuerySchema, placeOrderSchema } from "@/lib/schemas/trading";
import { attemptOrder } from "@/lib/trading/attempt-order";
import { cancelOrders } from "@/lib/trading/change-order";
import { placeOrder } from "@/lib/trading/place-order";

export const dynamic = "force-dynamic";

/** Accepts an order; a market order is executed right after the answer. */
export const POST = withUser({ body: placeOrderSchema }, ({ user, body, request }) => {
  assertFreshOrder(request.headers);
  const stamp = request.headers.get("x-order-timestamp") ?? "";
  const attributes = { "order.id": body.clientOrderId, "order.symbol": body.symbol, "order.kind": body.kind };
  // The trace begins with the click, whose time the browser has sent.
  return traced("order", { startMs: Number(stamp), attributes }, () => place(user.id, body, stamp));
});

async function place(
  userId: string,
  body: z.output<typeof placeOrderSchema>,
  stamp: string,
): Promise<Answer> {
  const at = new Date();
  const tick = body.tickProof
    ? readTickProof(body.tickProof, { symbol: body.symbol, nowMs: at.getTime() })
    : null;
  await claimOrder({ userId, stamp, body });
  const answer = await placeOrder(userId, body);
  const { portfolioId, clientOrderId: orderId } = body;
  if (tick !== null)
    after(() => keepReaction({ portfolioId, clientOrderId: orderId, ageMs: tick.ageMs, at }));
  const traceparent = writeTraceparent();
  const { order } = answer;
  if (order?.status === "QUEUED") after(() => attemptOrder(order, traceparent));
  return { body: answer, status: 202 };
}

/** Cancels all open orders of a portfolio, or those of one symbol. */
export const DELETE = withUser({ query: cancelOrdersQuerySchema }, async ({ user, query }) => ({
  body: await cancelOrders({ userId: user.id, ...query }),
}));

/** For the review alone: an order stands without it. */
function keepReaction(reaction: Parameters<typeof noteReaction>[0]): Promise<void> {
  return noteReaction(reaction).catch((error) => reportError("order-reaction-not-kept", error));
}
