const listeners = new Set<(price: string) => void>();

/** Takes a price out of the book or the chart for the order form. */
export function pickPrice(price: string): void {
  for (const listener of listeners) listener(price);
}

/** Calls `listener` with each price that is picked; returns the release. */
export function subscribePickedPrice(listener: (price: string) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
