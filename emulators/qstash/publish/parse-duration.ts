const UNIT_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d+(\.\d+)?(ms|s|m|h|d))+$/;
/** Numbers from here on are times, not spans, in seconds. */
const FIRST_TIMESTAMP_S = 1_000_000_000;

/** Reads `5s`, `1m`, `6m5s`, or a bare number of seconds, into ms; null when it is none of them. */
export function parseDurationMs(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1_000;
  if (!DURATION.test(trimmed)) return null;
  let totalMs = 0;
  for (const [, amount, , unit = ""] of trimmed.matchAll(/(\d+(\.\d+)?)(ms|s|m|h|d)/g)) {
    totalMs += Number(amount) * (UNIT_MS[unit] ?? 0);
  }
  return totalMs;
}

/** Reads a retry header: a span, a Unix time in seconds or an HTTP date; ms from now. */
export function parseComeAgainMs(text: string, nowMs: number): number | null {
  const spanMs = parseDurationMs(text);
  if (spanMs !== null) {
    return spanMs >= FIRST_TIMESTAMP_S * 1_000 ? Math.max(0, spanMs - nowMs) : spanMs;
  }
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
