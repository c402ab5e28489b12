import "server-only";
import { createHash } from "node:crypto";
import { assertFreshOrder } from "@/lib/http/limits/assert-fresh-order";
import { getEnv } from "@/lib/infra/env/env";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** Longer than an `x-order-timestamp` is valid, in seconds. */
const REMEMBER_S = 5;

/** The claim of a route that accepts orders: the order is recent, and was not sent before. */
export async function claimOrderOf(call: {
  userId: string;
  request: Request;
  body: unknown;
}): Promise<() => Promise<void>> {
  assertFreshOrder(call.request.headers);
  const stamp = call.request.headers.get("x-order-timestamp") ?? "";
  return claimOrder({ userId: call.userId, stamp, body: call.body });
}

/**
 * Accepts each order once: the same `x-order-timestamp` and body of the same user is a replay. A client that
 * retries sends a new timestamp with the same `clientOrderId`, and gets the first response again.
 *
 * @throws AppError `order_replayed`; `service_unavailable` when Redis is unavailable
 */
export async function claimOrder(order: {
  userId: string;
  stamp: string;
  body: unknown;
}): Promise<() => Promise<void>> {
  const text = JSON.stringify([order.userId, order.stamp, order.body]);
  const key = `order-seen:${createHash("sha256").update(text).digest("base64url")}`;
  const redis = getFailFastRedis();
  let isFirst: boolean;
  try {
    isFirst =
      (await redis.set(key, "1", {
        nx: true,
        ex: REMEMBER_S * getEnv().LATENCY_GUARD_FACTOR,
      })) !== null;
  } catch (error) {
    reportError("order-replays-unknown", error);
    const message = "Orders can't be taken at the moment. Try again in a few seconds.";
    throw new AppError("service_unavailable", message, { retryAfterSeconds: 2 });
  }
  if (!isFirst) throw new AppError("order_replayed", "Duplicate order: this request was sent before.");
  // A claim that can't be released lapses by itself.
  return () =>
    redis.del(key).then(
      () => {},
      (error) => reportError("order-claim-not-released", error),
    );
}
