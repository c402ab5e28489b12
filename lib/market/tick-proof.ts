import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKey } from "@/lib/infra/derive-key";
import { AppError } from "@/lib/schemas/api-error";

/** Of the signature, enough that nobody guesses one; every tick of every viewer carries it. */
const MAC_CHARACTERS = 22;
/** A decision on a tick that is older than this was not made on it, in ms. */
const MAX_AGE_MS = 60_000;
const FORM = /^(\d{13})\.(\d{1,20}(?:\.\d{1,18})?)\.([\w-]{22})$/;

/** What a tick says of itself, so that an order can prove which tick it was decided on. */
export function signTick(tick: { symbol: string; last: string; receivedMs: number }): string {
  const said = `${tick.receivedMs}.${tick.last}`;
  return `${said}.${macOf(tick.symbol, said)}`;
}

/**
 * How old the tick was that an order was decided on, in ms, and its last price: proven by our own signature and
 * not claimed. For the record and the review only: an order is filled at the price of its execution.
 *
 * @throws AppError `tick_proof_invalid` when it is not ours, of another symbol, or too old.
 */
export function readTickProof(
  proof: string,
  of: { symbol: string; nowMs: number },
): { ageMs: number; last: string } {
  const [, receivedMs = "", last = "", mac = ""] = FORM.exec(proof) ?? [];
  const expected = Buffer.from(macOf(of.symbol, `${receivedMs}.${last}`));
  const isOurs = mac.length === MAC_CHARACTERS && timingSafeEqual(Buffer.from(mac), expected);
  const ageMs = of.nowMs - Number(receivedMs);
  if (!isOurs || ageMs > MAX_AGE_MS) {
    throw new AppError("tick_proof_invalid", "That is not the signature of a tick of this symbol.", {
      field: "tickProof",
    });
  }
  return { ageMs, last };
}

function macOf(symbol: string, said: string): string {
  return createHmac("sha256", deriveKey("tick-proof"))
    .update(`${symbol}|${said}`)
    .digest("base64url")
    .slice(0, MAC_CHARACTERS);
}
