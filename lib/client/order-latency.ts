/** How long the newest order took, in ms as the trader felt it: until accepted, and until filled. */
export type OrderLatency = { acceptedMs: number | null; filledMs: number | null };

let latest: OrderLatency | null = null;
const sentAt = new Map<string, number>();
const listeners = new Set<() => void>();

/** Notes the moment of the click. */
export function noteOrderSent(clientOrderId: string): void {
  sentAt.set(clientOrderId, performance.now());
}

/** Notes the server's word on an order; repetitions and other pages' orders are ignored. */
export function noteOrderAnswer(clientOrderId: string, what: "acceptedMs" | "filledMs"): void {
  const sent = sentAt.get(clientOrderId);
  if (sent === undefined) return;
  const elapsed = Math.round(performance.now() - sent);
  latest = { acceptedMs: null, filledMs: null, ...(what === "filledMs" ? latest : null), [what]: elapsed };
  if (what === "filledMs") sentAt.delete(clientOrderId);
  for (const listener of listeners) listener();
}

/** The newest order's latency; null before the first. */
export function readOrderLatency(): OrderLatency | null {
  return latest;
}

/** Calls `listener` when a latency was measured. */
export function subscribeOrderLatency(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
