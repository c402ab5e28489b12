/** A price for the order of a market, or all prices of an order. */
export type PickedPrices = { symbol: string; price: string; stop?: string; target?: string };

const listeners = new Set<(picked: PickedPrices) => void>();

/** Passes prices from the book or the chart to the order form. */
export function pickPrices(picked: PickedPrices): void {
  for (const listener of listeners) listener(picked);
}

/** Calls `listener` with whatever is picked; returns the unsubscribe function. */
export function subscribePickedPrices(listener: (picked: PickedPrices) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
