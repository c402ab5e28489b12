const listeners = new Set<(price: string) => void>();

/** Passes a price from the book or the chart to the order form. */
export function pickPrice(price: string): void {
  for (const listener of listeners) listener(price);
}

/** Calls `listener` with each price that is picked; returns the unsubscribe function. */
export function subscribePickedPrice(listener: (price: string) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
