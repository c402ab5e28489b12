import "server-only";
import { z } from "zod";
import { decryptToken, encryptToken } from "@/lib/auth/encrypted-token";

const LIFE_MS = 5 * 60_000;

/** An expiry is required: our tickets always have one. */
const claimsSchema = z.object({ sub: z.string().min(1), exp: z.number(), endedMs: z.number().nullable() });

/** A user whom a provider signed in; whatever ends the user's sessions also ends this. */
export type PendingMfa = { userId: string; sessionsEndedMs: number | undefined };

/**
 * A ticket for a user whom a provider signed in and whose second factor is still to be checked. It is useless
 * without a code of that factor, and expires after five minutes.
 */
export function createPendingMfa(
  user: { id: string; sessionsEndedAt: Date | null },
  nowMs = Date.now(),
): Promise<string> {
  const claims = { sub: user.id, endedMs: user.sessionsEndedAt?.getTime() ?? null };
  return encryptToken("pending-mfa", claims, { expiresAtMs: nowMs + LIFE_MS });
}

/** The user of a ticket; null when it has expired or is invalid. */
export async function readPendingMfa(ticket: string): Promise<PendingMfa | null> {
  try {
    const { sub, endedMs } = claimsSchema.parse(await decryptToken("pending-mfa", ticket));
    return { userId: sub, sessionsEndedMs: endedMs ?? undefined };
  } catch {
    return null;
  }
}
