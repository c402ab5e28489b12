import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKey } from "@/lib/infra/derive-key";
import { AppError } from "@/lib/schemas/api-error";
import { PROOF_MAC_LENGTH, parseTickProof } from "@/lib/stream/tick-proof-text";

/** The largest age of prices that an order may be decided on, in ms. */
const MAX_AGE_MS = 60_000;

/**
 * Signs the prices that a selection of the stream showed (`formatShownPrices`), so that an order can prove
 * which prices it was decided on.
 */
export function signShownPrices(covered: string): string {
  return createHmac("sha256", deriveKey("tick-proof"))
    .update(covered)
    .digest("base64url")
    .slice(0, PROOF_MAC_LENGTH);
}

/**
 * The age in ms of the published price on which an order was decided, and the price, verified by our own
 * signature. Used for records and the review only: an order is filled at the price of its execution.
 *
 * @throws AppError `tick_proof_invalid` when the signature is not ours, does not cover the symbol, or is too
 * old.
 */
export function readTickProof(
  proof: string,
  of: { symbol: string; nowMs: number },
): { ageMs: number; last: string } {
  const parsed = parseTickProof(proof);
  const price = parsed?.prices.find(({ symbol }) => symbol === of.symbol);
  const ageMs = of.nowMs - (parsed?.atMs ?? 0);
  if (!parsed || !price || !isOurs(parsed) || ageMs > MAX_AGE_MS) {
    throw new AppError(
      "tick_proof_invalid",
      "That is not the signature of a published price of this symbol.",
      {
        field: "tickProof",
      },
    );
  }
  return { ageMs, last: price.last };
}

function isOurs({ mac, covered }: { mac: string; covered: string }): boolean {
  return timingSafeEqual(Buffer.from(mac), Buffer.from(signShownPrices(covered)));
}
