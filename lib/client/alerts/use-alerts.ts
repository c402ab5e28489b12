"use client";

import { useEffect } from "react";
import useSWR from "swr";
import {
  ALERTS_URL,
  fetchAlerts,
  patchAlert,
  postAlert,
  sendAlertDeletion,
} from "@/lib/client/alerts/alerts-api";
import { getNotificationStore } from "@/lib/client/alerts/notification-store";
import type { AlertDto, ChangeAlertBody, CreateAlertBody } from "@/lib/schemas/trading/alerts";

/** The user's alerts, loaded again after each firing; null until they have arrived. */
export type AlertList = {
  alerts: readonly AlertDto[] | null;
  error: string | null;
  /** Each throws `RequestError`. */
  create: (body: CreateAlertBody) => Promise<void>;
  change: (id: string, body: ChangeAlertBody) => Promise<void>;
  remove: (id: string) => Promise<void>;
};

/** Reads and changes the user's alerts. */
export function useAlerts(): AlertList {
  const { data, error, mutate } = useSWR<AlertDto[], Error>(ALERTS_URL, fetchAlerts, {
    revalidateOnFocus: false,
    dedupingInterval: 1_000,
  });
  useEffect(() => getNotificationStore().subscribeNew(() => void mutate()), [mutate]);
  return {
    alerts: data ?? null,
    error: error?.message ?? null,
    create: async (body) => {
      const made = await postAlert(body);
      await mutate((known = []) => [made, ...known], { revalidate: false });
    },
    change: async (id, body) => {
      const changed = await patchAlert(id, body);
      await mutate((known = []) => known.map((one) => (one.id === id ? changed : one)), {
        revalidate: false,
      });
    },
    remove: async (id) => {
      await sendAlertDeletion(id);
      await mutate((known = []) => known.filter((one) => one.id !== id), { revalidate: false });
    },
  };
}
