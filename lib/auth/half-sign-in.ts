import "server-only";
import { sealText, unsealText } from "@/lib/auth/sealed-text";

const LIFE_MS = 5 * 60_000;
const PREFIX = "half-sign-in";

/** A user whom a provider let in; what ended the user's sessions since then ends this, too. */
export type HalfSignIn = { userId: string; sessionsEndedMs: number | undefined };

/**
 * A ticket that says that a provider let a user in who still owes the code of the second factor. It is worth
 * nothing without that code, and nothing after five minutes.
 */
export function sealHalfSignIn(
  user: { id: string; sessionsEndedAt: Date | null },
  nowMs = Date.now(),
): string {
  const endedMs = user.sessionsEndedAt?.getTime() ?? "never";
  return sealText([PREFIX, nowMs + LIFE_MS, user.id, endedMs].join(" "));
}

/** Whose ticket this is; null when it is over, or none of ours. */
export function openHalfSignIn(ticket: string, nowMs = Date.now()): HalfSignIn | null {
  try {
    const [prefix, untilMs, userId, endedMs] = unsealText(ticket).split(" ");
    if (prefix !== PREFIX || !userId || nowMs > Number(untilMs)) return null;
    return { userId, sessionsEndedMs: endedMs === "never" ? undefined : Number(endedMs) };
  } catch {
    return null;
  }
}
