"use client";

import { useEffect } from "react";
import { getJson } from "@/lib/client/api/market-api";
import { reloadShared } from "@/lib/client/api/shared-reads";
import { useSharedRead } from "@/lib/client/api/use-shared-read";
import { createPersisted, usePersisted } from "@/lib/client/persisted";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import type { PortfolioSummary, PortfoliosResponse } from "@/lib/schemas/trading/trading-responses";

const PORTFOLIOS = "/api/portfolios";

/** The portfolio shown last in this browser. */
const shownPortfolio = createPersisted<string | null>({
  key: "tz:portfolio",
  initial: null,
  parse: (stored) => (typeof stored === "string" ? stored : null),
});

/** Shows another portfolio, here and on the next visit. */
export const showPortfolio = (id: string): void => shownPortfolio.write(id);

/**
 * The user's portfolios, the shown one, and a function to show another. Without a user nothing is requested.
 */
export function usePortfolios(isSignedIn: boolean): {
  /** Those in use. */
  portfolios: readonly PortfolioSummary[];
  archived: readonly PortfolioSummary[];
  shownId: string | null;
  show: (id: string) => void;
  /** Loads the list again. */
  refresh: () => Promise<unknown>;
} {
  const { data, reload } = useSharedRead(isSignedIn ? PORTFOLIOS : null, () =>
    getJson<PortfoliosResponse>(PORTFOLIOS),
  );
  const remembered = usePersisted(shownPortfolio);
  const all = data?.portfolios ?? [];
  const portfolios = all.filter(({ isArchived }) => !isArchived);
  const shown = portfolios.find((one) => one.id === remembered) ?? portfolios[0];
  return {
    portfolios,
    archived: all.filter(({ isArchived }) => isArchived),
    shownId: shown?.id ?? null,
    show: showPortfolio,
    refresh: reload,
  };
}

/**
 * Delay before loading the portfolio of the next phase after a passed one, in ms: it is opened within a
 * minute.
 */
const LOOK_AGAIN_MS = [5_000, 35_000, 65_000, 95_000];

/**
 * Loads the list again when a challenge ends, until the phase after a passed one has opened, and when the user comes
 * back to the page.
 */
function usePortfolioChanges(): void {
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const refresh = () => void reloadShared(PORTFOLIOS);
    const refreshShown = () => document.visibilityState === "visible" && refresh();
    document.addEventListener("visibilitychange", refreshShown);
    const stop = getPortfolioStore().subscribeEvents(({ events }) => {
      for (const event of events) {
        if (event.type === "portfolio-locked") refresh();
        if (event.type !== "phase-passed" || event.isLast) continue;
        for (const afterMs of LOOK_AGAIN_MS) timers.add(setTimeout(refresh, afterMs));
      }
    });
    return () => {
      stop();
      document.removeEventListener("visibilitychange", refreshShown);
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
}

/** Sets the page's portfolio store to the chosen portfolio. */
export function useShownPortfolio(isSignedIn: boolean): void {
  const { shownId } = usePortfolios(isSignedIn);
  useEffect(() => {
    if (shownId !== null) getPortfolioStore().show(shownId);
  }, [shownId]);
  useEffect(() => () => getPortfolioStore().show(null), []);
  usePortfolioChanges();
}
