import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { AppError } from "@/lib/schemas/api-error";

/** How far an order's `x-order-timestamp` may be from our clock, in ms, either way. */
const MAX_DISTANCE_MS = 500;

/**
 * Rejects an order unless it was decided within a short time, by the browser's clock aligned with ours.
 * Returns the age in ms.
 *
 * @throws AppError `timestamp_required`, `order_too_old` or `order_from_future`, with the measured age.
 */
export function assertFreshOrder(
  headers: Headers,
  {
    nowMs = Date.now(),
    maxAgeMs = MAX_DISTANCE_MS * getEnv().LATENCY_GUARD_FACTOR,
  }: { nowMs?: number; maxAgeMs?: number } = {},
): number {
  const stamp = headers.get("x-order-timestamp");
  if (stamp === null || !/^\d{1,15}$/.test(stamp)) {
    throw new AppError(
      "timestamp_required",
      "An order needs the header x-order-timestamp: when it was decided, in ms of the server's clock.",
    );
  }
  const ageMs = nowMs - Number(stamp);
  const details = { ageMs, maxAgeMs };
  if (ageMs > maxAgeMs) {
    throw new AppError(
      "order_too_old",
      `The order took ${ageMs} ms to get here; the limit is ${maxAgeMs} ms. Nothing was done: send it again.`,
      details,
    );
  }
  if (ageMs < -maxAgeMs) {
    throw new AppError(
      "order_from_future",
      `Your clock is ${-ageMs} ms ahead. Set it and try again.`,
      details,
    );
  }
  return ageMs;
}
