import "server-only";
import { sealText, unsealText } from "@/lib/auth/sealed-text";

const LIFE_MS = 5 * 60_000;
const PREFIX = "half-sign-in";

/**
 * A ticket that says that a provider let somebody in who still owes the code of the second factor. It is worth
 * nothing without that code, and nothing after five minutes.
 */
export function sealHalfSignIn(userId: string, nowMs = Date.now()): string {
  return sealText([PREFIX, nowMs + LIFE_MS, userId].join(" "));
}

/** Whose ticket this is; null when it is over, or none of ours. */
export function openHalfSignIn(ticket: string, nowMs = Date.now()): string | null {
  try {
    const [prefix, untilMs, userId] = unsealText(ticket).split(" ");
    return prefix === PREFIX && userId && nowMs <= Number(untilMs) ? userId : null;
  } catch {
    return null;
  }
}
