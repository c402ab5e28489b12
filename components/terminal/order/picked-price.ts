/** A price for the order of a market, or all prices of an order. */
export type PickedPrices = { symbol: string; price: string; stop?: string; target?: string };

const listeners = new Set<(symbol: string) => void>();
let waiting: PickedPrices | null = null;

/** Passes prices from the book or the chart to the order form, which may first have to be opened. */
export function pickPrices(picked: PickedPrices): void {
  waiting = picked;
  for (const listener of [...listeners]) listener(picked.symbol);
}

/** What was picked for a symbol and not taken yet. */
export function takePickedPrices(symbol: string): PickedPrices | null {
  if (waiting?.symbol !== symbol) return null;
  const taken = waiting;
  waiting = null;
  return taken;
}

/** Calls `listener` with the symbol of whatever is picked; returns the unsubscribe function. */
export function subscribePickedPrices(listener: (symbol: string) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
