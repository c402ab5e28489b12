import { getTickStore } from "@/lib/client/market/tick-store";
import { calculateLiveFigures, type LiveFigures } from "@/lib/client/portfolio/live-figures";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";

const listeners = new Set<() => void>();
const stops = new Map<string, () => void>();
let stopPortfolio: (() => void) | null = null;
let figures: LiveFigures | null = null;
let isFresh = false;

/** The shown portfolio at the current marks; computed at most once for each change. */
export function readLiveFigures(): LiveFigures | null {
  if (isFresh) return figures;
  const { snapshot } = getPortfolioStore().read();
  figures =
    snapshot &&
    calculateLiveFigures(snapshot, (symbol) => {
      const tick = getTickStore().readTick(symbol);
      return tick ? (tick.mark ?? tick.last) : null;
    });
  isFresh = true;
  return figures;
}

/**
 * Calls `listener` when a figure may have changed; stays subscribed to the ticks of all positions meanwhile.
 */
export function subscribeLiveFigures(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    stopPortfolio = getPortfolioStore().subscribe(followPositions);
    followPositions();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stopPortfolio?.();
    for (const stop of stops.values()) stop();
    stops.clear();
    isFresh = false;
  };
}

function followPositions(): void {
  const used = new Set(
    getPortfolioStore()
      .read()
      .snapshot?.positions.map((one) => one.symbol),
  );
  for (const [symbol, stop] of stops) {
    if (used.has(symbol)) continue;
    stop();
    stops.delete(symbol);
  }
  for (const symbol of used) {
    if (!stops.has(symbol)) stops.set(symbol, getTickStore().subscribe("row", symbol, notify));
  }
  notify();
}

function notify(): void {
  isFresh = false;
  for (const listener of [...listeners]) listener();
}
