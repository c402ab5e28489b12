"use client";

import { getJson } from "@/lib/client/api/market-api";
import { deleteChase, deleteTwap, urlOfRunning } from "@/lib/client/api/trading-api";
import { useSharedRead } from "@/lib/client/api/use-shared-read";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import type { ChaseDto, ChasesResponse, TwapDto, TwapsResponse } from "@/lib/schemas/trading/twaps";

/** Between two requests while one is active, ms. */
const REFRESH_MS = 3_000;

/** The TWAPs of the shown portfolio, those of the last day included; empty until they have arrived. */
export function useTwaps(): {
  twaps: readonly TwapDto[];
  /** Throws `RequestError`. */
  stop: (twap: TwapDto) => Promise<void>;
} {
  const { data, change } = useRunning<TwapsResponse>("twap", ({ twaps }) => twaps.some(isActive));
  return {
    twaps: data?.twaps ?? [],
    stop: async (twap) => {
      const left = await deleteTwap(twap);
      change(() => left);
    },
  };
}

/** The same for its chases. */
export function useChases(): {
  chases: readonly ChaseDto[];
  /** Throws `RequestError`. */
  stop: (chase: ChaseDto) => Promise<void>;
} {
  const { data, change } = useRunning<ChasesResponse>("chase", ({ chases }) => chases.some(isActive));
  return {
    chases: data?.chases ?? [],
    stop: async (chase) => {
      const left = await deleteChase(chase);
      change(() => left);
    },
  };
}

/** How many of the shown portfolio's TWAPs are active; the order of a chase is an open order. */
export function useActiveTwaps(): number {
  return useTwaps().twaps.filter(isActive).length;
}

function useRunning<Response>(kind: "twap" | "chase", hasActive: (known: Response) => boolean) {
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const url = portfolioId === null ? null : urlOfRunning(kind, portfolioId);
  return useSharedRead(url, () => getJson<Response>(url ?? ""), {
    refreshMs: (known) => (known && hasActive(known) ? REFRESH_MS : 0),
  });
}

function isActive({ status }: TwapDto | ChaseDto): boolean {
  return status === "active";
}
