"use client";

import { useMemo } from "react";
import useSWR from "swr";
import { readFigures } from "@/components/terminal/market/order-markets";
import { getJson } from "@/lib/client/api/market-api";
import type { InstrumentsResponse, MarketsResponse } from "@/lib/schemas/market/market-responses";

/** Listings change rarely: a list opened again within this time is not loaded again, in ms. */
const LIST_FRESH_MS = 60_000;
/** How often the figures that the list is sorted by are renewed while it is open, in ms. */
const FIGURES_EVERY_MS = 4_000;

/** All markets, loaded when a component first shows them. */
export function useMarketList() {
  return useSWR(
    "/api/instruments",
    async (url: string) => (await getJson<InstrumentsResponse>(url)).instruments,
    {
      dedupingInterval: LIST_FRESH_MS,
      revalidateOnFocus: false,
    },
  );
}

/** The 24 h figures of all markets, renewed while a component shows them. */
export function useMarketFigures() {
  const { data } = useSWR("/api/markets", (url: string) => getJson<MarketsResponse>(url), {
    refreshInterval: FIGURES_EVERY_MS,
    revalidateOnFocus: false,
  });
  return useMemo(() => readFigures(data), [data]);
}
