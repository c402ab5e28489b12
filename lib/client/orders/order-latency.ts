/** Latency of the newest order in ms, measured in the browser: until accepted, and until filled. */
export type OrderLatency = { acceptedMs: number; filledMs: number | null };

let latest: OrderLatency | null = null;
/** Times of the clicks, by `clientOrderId`; those of accepted orders that are not filled yet, by order id. */
const sent = new Map<string, number>();
const waiting = new Map<string, { sentMs: number; acceptedMs: number }>();
/** Fills that arrived over the stream before the response to the order. */
const early = new Map<string, number>();
const listeners = new Set<() => void>();

/** Records the time of the click. */
export function recordOrderSent(clientOrderId: string): void {
  sent.set(clientOrderId, performance.now());
}

/** Records that the server accepted the order. */
export function recordOrderAccepted(clientOrderId: string, orderId: string): void {
  const sentMs = sent.get(clientOrderId);
  if (sentMs === undefined) return;
  sent.delete(clientOrderId);
  const filledAtMs = early.get(orderId);
  early.clear();
  const acceptedMs = Math.round(performance.now() - sentMs);
  waiting.set(orderId, { sentMs, acceptedMs });
  publishLatency({ acceptedMs, filledMs: null });
  if (filledAtMs !== undefined) finish(orderId, filledAtMs);
}

/** Records that an order was filled; orders of other pages are ignored. */
export function recordOrderFilled(orderId: string): void {
  if (waiting.has(orderId)) finish(orderId, performance.now());
  else if (sent.size > 0) early.set(orderId, performance.now());
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

function finish(orderId: string, filledAtMs: number): void {
  const order = waiting.get(orderId);
  if (!order) return;
  waiting.delete(orderId);
  publishLatency({ acceptedMs: order.acceptedMs, filledMs: Math.round(filledAtMs - order.sentMs) });
}

function publishLatency(latency: OrderLatency): void {
  latest = latency;
  for (const listener of listeners) listener();
}
