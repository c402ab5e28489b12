"use client";

import { useSyncExternalStore } from "react";
import { getPortfolioStore, type PortfolioStoreState } from "@/lib/client/portfolio/portfolio-store";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

const subscribe = (listener: () => void) => getPortfolioStore().subscribe(listener);
const NOTHING: PortfolioStoreState = { snapshot: null, error: null };

/** The shown portfolio as last received; changes with events, not with prices. */
export function usePortfolio(): PortfolioStoreState {
  return useSyncExternalStore(
    subscribe,
    () => getPortfolioStore().read(),
    () => NOTHING,
  );
}

/** One value out of the portfolio: renders only when that value changes. Null before it has arrived. */
export function usePortfolioValue<T>(select: (portfolio: PortfolioSnapshot) => T): T | null {
  return useSyncExternalStore(
    subscribe,
    () => {
      const { snapshot } = getPortfolioStore().read();
      return snapshot ? select(snapshot) : null;
    },
    () => null,
  );
}
