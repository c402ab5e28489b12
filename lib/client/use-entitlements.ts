"use client";

import useSWRImmutable from "swr/immutable";
import { getJson } from "@/lib/client/api/market-api";
import type { AccountDto } from "@/lib/schemas/account";
import { ENTITLEMENTS, type Entitlements, type Tier } from "@/lib/schemas/products";

/** The tier of the signed-in user and what it allows; null until it is known. The server enforces it in any case. */
export function useEntitlements(): (Entitlements & { tier: Tier }) | null {
  const { data } = useSWRImmutable("/api/account", (url: string) => getJson<AccountDto>(url), {
    shouldRetryOnError: false,
  });
  return data ? { tier: data.tier, ...ENTITLEMENTS[data.tier] } : null;
}
