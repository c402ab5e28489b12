import { evaluateExpression } from "@/emulators/qstash/evaluate-expression";
import { parseComeAgainMs } from "@/emulators/qstash/publish/parse-duration";

const MAX_DELAY_MS = 86_400_000;
/** Response headers that override the back-off, in order. */
const OVERRIDES = [
  "retry-after",
  "x-ratelimit-reset",
  "x-ratelimit-reset-requests",
  "x-ratelimit-reset-tokens",
];

/**
 * How long to wait before the next attempt, in ms: what the destination's response asks for, else the
 * message's expression, else e^(2.5 n) seconds before retry n (12 s, 2 min 28 s, 30 min, 6 h, 24 h).
 * Never more than a day.
 */
export function chooseRetryDelayMs(attempt: {
  /** Retries already made. */
  retried: number;
  expression: string | undefined;
  responseHeaders: Headers | null;
  nowMs: number;
}): number {
  for (const name of OVERRIDES) {
    const value = attempt.responseHeaders?.get(name);
    const delayMs = value ? parseComeAgainMs(value, attempt.nowMs) : null;
    if (delayMs !== null) return Math.min(delayMs, MAX_DELAY_MS);
  }
  const wantedMs = attempt.expression
    ? evaluateExpression(attempt.expression, attempt.retried)
    : Math.exp(2.5 * (attempt.retried + 1)) * 1_000;
  return Number.isNaN(wantedMs) ? 0 : Math.min(Math.max(wantedMs, 0), MAX_DELAY_MS);
}
