let last = { ms: 0, text: new Date(0).toISOString() };

/** An instant in ms as ISO 8601 UTC. The rows of a decision share few instants, so the last one is remembered. */
export function isoTime(ms: number): string {
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString() };
  return last.text;
}
