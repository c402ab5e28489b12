import { fetchCandlePage } from "@/lib/client/api/market-api";

/** A day in half hours. */
const INTERVAL = "30";
const POINTS = 48;
const FRESH_MS = 30 * 60_000;

type Line = { closes: number[]; atMs: number };
const lines = new Map<string, Line>();
const waiting = new Map<string, Promise<void>>();
const listeners = new Set<() => void>();
let queue: Promise<void> = Promise.resolve();

/** Closing prices of the last 24 hours by half hours, oldest first; null until they have been read. */
export function readSparkline(symbol: string): number[] | null {
  return lines.get(symbol)?.closes ?? null;
}

/** Loads a symbol's sparkline once per half hour, one symbol after the other: low priority. */
export function requestSparkline(symbol: string): void {
  const known = lines.get(symbol);
  if (waiting.has(symbol) || (known && Date.now() - known.atMs < FRESH_MS)) return;
  queue = queue.then(() => load(symbol));
  waiting.set(symbol, queue);
}

/** Calls `listener` whenever a sparkline was read. */
export function subscribeSparklines(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

async function load(symbol: string): Promise<void> {
  try {
    const response = await fetchCandlePage({ symbol, interval: INTERVAL, limit: POINTS });
    lines.set(symbol, { closes: response.candles.map((candle) => Number(candle.close)), atMs: Date.now() });
    for (const listener of listeners) listener();
  } catch {
    // On failure the row shows its price without a sparkline.
  } finally {
    waiting.delete(symbol);
  }
}
