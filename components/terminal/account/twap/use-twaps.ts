"use client";

import useSWR from "swr";
import { deleteTwap, fetchTwaps, urlOfTwaps } from "@/lib/client/api/trading-api";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import type { TwapDto } from "@/lib/schemas/trading/twaps";

/** Between two requests while a TWAP is active, ms. */
const REFRESH_MS = 3_000;

/** The TWAPs of the shown portfolio, those of the last day included; empty until they have arrived. */
export function useTwaps(): {
  twaps: readonly TwapDto[];
  /** Throws `RequestError`. */
  stop: (twap: TwapDto) => Promise<void>;
} {
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const { data, mutate } = useSWR(
    portfolioId === null ? null : urlOfTwaps(portfolioId),
    () => fetchTwaps(portfolioId ?? ""),
    {
      refreshInterval: (known) => (known?.twaps.some(isActive) ? REFRESH_MS : 0),
      revalidateOnFocus: false,
    },
  );
  return {
    twaps: data?.twaps ?? [],
    stop: async (twap) => {
      await mutate(await deleteTwap(twap), { revalidate: false });
    },
  };
}

/** How many of the shown portfolio's TWAPs are active. */
export function useActiveTwaps(): number {
  return useTwaps().twaps.filter(isActive).length;
}

function isActive({ status }: TwapDto): boolean {
  return status === "active";
}
