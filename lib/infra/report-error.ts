import "server-only";
import { log } from "@/lib/infra/log";

const QUIET_MS = 60_000;
const lastReported = new Map<string, { atMs: number; suppressed: number }>();

/**
 * Reports something that went wrong on our side or a supplier's. The same `event` is written at most once
 * a minute with the count of what was held back, so that a fault at tick rate can't bury the log.
 */
export function reportError(event: string, error: unknown, fields: Record<string, unknown> = {}): void {
  const nowMs = Date.now();
  const last = lastReported.get(event);
  if (last && nowMs - last.atMs < QUIET_MS) {
    last.suppressed += 1;
    return;
  }
  lastReported.set(event, { atMs: nowMs, suppressed: 0 });
  log.error(event, {
    ...fields,
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
    suppressed: last?.suppressed,
  });
}
