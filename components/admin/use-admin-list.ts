"use client";

import { useState } from "react";
import useSWRInfinite from "swr/infinite";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";

/**
 * A searchable list of the admin API, page by page. `name` is the response's field that contains the rows.
 */
export function useAdminList<Row>(path: string, name: string) {
  const [search, setSearch] = useState("");
  const { data, error, size, setSize, mutate } = useSWRInfinite(
    (index, previous: Record<string, unknown> | null) => {
      if (index > 0 && !previous?.nextCursor) return null;
      const query = new URLSearchParams({
        ...(search && { search }),
        ...(index > 0 && { cursor: String(previous?.nextCursor) }),
      });
      return `${path}?${query}`;
    },
    (url: string) => send<Record<string, unknown>>("GET", url),
    { revalidateFirstPage: false, keepPreviousData: true },
  );
  return {
    rows: data?.flatMap((page) => page[name] as Row[]),
    first: data?.[0],
    search,
    setSearch,
    rejection: error instanceof RequestError ? error.message : null,
    hasMore: Boolean(data?.at(-1)?.nextCursor),
    more: () => void setSize(size + 1),
    reload: () => void mutate(),
  };
}
