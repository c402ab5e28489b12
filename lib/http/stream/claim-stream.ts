import "server-only";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { AppError } from "@/lib/schemas/api-error";

const WINDOW_MS = 60_000;

/** Streams of one client IP: open now, and opened since `sinceMs`. */
type Use = { open: number; opened: number; sinceMs: number };

/**
 * Reserves one of the streams that a client IP may have open in this process, and returns its release
 * function. Counted here and not in Redis, since prices continue while Redis is unavailable.
 *
 * @throws AppError `too_many_streams` when the client IP has all of them open, `rate_limited` when it opened
 * too many within a minute
 */
export function claimStream(headers: Headers): () => void {
  const uses = getProcessSingleton("stream-uses", createUses);
  const ip = findClientIp(headers);
  const use = uses.get(ip) ?? { open: 0, opened: 0, sinceMs: Date.now() };
  uses.set(ip, use);
  assertMayOpen(use, Date.now());
  use.open += 1;
  let isReleased = false;
  return () => {
    if (isReleased) return;
    isReleased = true;
    use.open -= 1;
  };
}

function assertMayOpen(use: Use, nowMs: number): void {
  const { STREAMS_PER_IP: limit, STREAM_OPENINGS_PER_MINUTE: openings } = getEnv();
  if (nowMs - use.sinceMs >= WINDOW_MS) Object.assign(use, { opened: 0, sinceMs: nowMs });
  use.opened += 1;
  if (use.opened > openings) {
    const message = `Too many streams were opened: at most ${openings} in a minute from one client IP.`;
    const retryAfterSeconds = Math.ceil((use.sinceMs + WINDOW_MS - nowMs) / 1_000);
    throw new AppError("rate_limited", message, { retryAfterSeconds, limit: openings });
  }
  if (use.open >= limit) {
    throw new AppError("too_many_streams", `At most ${limit} streams may be open from one client IP.`, {
      limit,
    });
  }
}

function createUses(): Map<string, Use> {
  const uses = new Map<string, Use>();
  // A client IP without streams is stored for as long as its openings count.
  const forget = () => {
    for (const [ip, { open, sinceMs }] of uses) {
      if (open === 0 && Date.now() - sinceMs >= WINDOW_MS) uses.delete(ip);
    }
  };
  setInterval(forget, WINDOW_MS).unref();
  return uses;
}
