"use client";

import { useEffect } from "react";
import useSWR from "swr";
import { getJson } from "@/lib/client/market-api";
import { createPersisted, usePersisted } from "@/lib/client/persisted";
import { getPortfolioStore } from "@/lib/client/portfolio-store";
import type { PortfolioSummary, PortfoliosAnswer } from "@/lib/schemas/trading";

/** The portfolio that was shown last in this browser. */
const shownPortfolio = createPersisted<string | null>({
  key: "tz:portfolio",
  initial: null,
  parse: (stored) => (typeof stored === "string" ? stored : null),
});

/** The user's portfolios, the one that is shown, and how to show another. Without a user nothing is asked. */
export function usePortfolios(isSignedIn: boolean): {
  portfolios: readonly PortfolioSummary[];
  shownId: string | null;
  show: (id: string) => void;
} {
  const { data } = useSWR(isSignedIn ? "/api/portfolios" : null, (url: string) =>
    getJson<PortfoliosAnswer>(url),
  );
  const remembered = usePersisted(shownPortfolio);
  const portfolios = data?.portfolios ?? [];
  const shown = portfolios.find((one) => one.id === remembered) ?? portfolios[0];
  return { portfolios, shownId: shown?.id ?? null, show: shownPortfolio.write };
}

/** Keeps the page's portfolio store on the portfolio that was chosen. */
export function useShownPortfolio(isSignedIn: boolean): void {
  const { shownId } = usePortfolios(isSignedIn);
  useEffect(() => {
    if (shownId !== null) getPortfolioStore().show(shownId);
  }, [shownId]);
  useEffect(() => () => getPortfolioStore().show(null), []);
}
