"use client";

import { useEffect } from "react";
import { getJson } from "@/lib/client/api/market-api";
import { LIST_URLS, type ListPages } from "@/lib/client/api/trading-api";
import { useSharedRead } from "@/lib/client/api/use-shared-read";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";

const PAGE = "50";

/** A paged list of the portfolio's history, newest first; loaded again after an event. */
export type PagedList<Page> = {
  pages: Page[] | null;
  error: Error | null;
  hasMore: boolean;
  isLoading: boolean;
  loadMore: () => void;
};

/** Wanted values by the name of the query's parameter; `limit` is the size of a page. */
export type ListFilter = Readonly<Record<string, string>>;

/** How many pages are shown, by the URL of the first one. */
const sizes = new Map<string, number>();

/** Orders, fills or events of a portfolio. Without a portfolio nothing is requested. */
export function usePagedList<List extends keyof ListPages>(
  list: List,
  portfolioId: string | null,
  filter: ListFilter = {},
): PagedList<ListPages[List]> {
  const query = new URLSearchParams({ limit: PAGE, ...filter, portfolioId: portfolioId ?? "" });
  const url = `${LIST_URLS[list]}?${query}`;
  const { data, error, isLoading, reload } = useSharedRead(portfolioId === null ? null : url, () =>
    loadPages<ListPages[List]>(url, sizes.get(url) ?? 1),
  );
  useEffect(() => getPortfolioStore().subscribeEvents(() => void reload()), [reload]);
  return {
    pages: data ?? null,
    error,
    hasMore: data?.at(-1)?.nextCursor != null,
    isLoading: isLoading && (data?.length ?? 0) < (sizes.get(url) ?? 1),
    loadMore: () => {
      sizes.set(url, (data?.length ?? 0) + 1);
      void reload();
    },
  };
}

async function loadPages<Page extends { nextCursor: string | null }>(
  url: string,
  count: number,
): Promise<Page[]> {
  const pages: Page[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await getJson<Page>(
      cursor === null ? url : `${url}&cursor=${encodeURIComponent(cursor)}`,
    );
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== null && pages.length < count);
  return pages;
}
