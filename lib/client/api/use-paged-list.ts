"use client";

import { useEffect } from "react";
import useSWRInfinite from "swr/infinite";
import { getJson } from "@/lib/client/api/market-api";
import { LIST_URLS, type ListPages } from "@/lib/client/api/trading-api";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";

const PAGE = 50;

/** A paged list of the portfolio's history, newest first; loaded again after an event. */
export type PagedList<Page> = {
  pages: Page[] | null;
  error: Error | null;
  hasMore: boolean;
  isLoading: boolean;
  loadMore: () => void;
};

/** Wanted values by the name of the query's parameter. */
export type ListFilter = Readonly<Record<string, string>>;

/** Orders, fills or events of a portfolio. Without a portfolio nothing is requested. */
export function usePagedList<List extends keyof ListPages>(
  list: List,
  portfolioId: string | null,
  filter: ListFilter = {},
): PagedList<ListPages[List]> {
  const { data, error, size, setSize, mutate, isValidating } = useSWRInfinite<ListPages[List], Error>(
    (_index: number, before: ListPages[List] | null) => {
      if (portfolioId === null || (before && before.nextCursor === null)) return null;
      const query = new URLSearchParams({ ...filter, portfolioId, limit: String(PAGE) });
      if (before?.nextCursor) query.set("cursor", before.nextCursor);
      return `${LIST_URLS[list]}?${query}`;
    },
    (url: string) => getJson<ListPages[List]>(url),
    { revalidateOnFocus: false, dedupingInterval: 500 },
  );
  useEffect(() => getPortfolioStore().subscribeEvents(() => void mutate()), [mutate]);
  return {
    pages: data ?? null,
    error: error ?? null,
    hasMore: data?.at(-1)?.nextCursor != null,
    isLoading: isValidating && (data?.length ?? 0) < size,
    loadMore: () => void setSize(size + 1),
  };
}
