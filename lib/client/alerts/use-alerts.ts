"use client";

import { useEffect } from "react";
import {
  ALERTS_URL,
  fetchAlerts,
  patchAlert,
  postAlert,
  sendAlertDeletion,
} from "@/lib/client/alerts/alerts-api";
import { getNotificationStore } from "@/lib/client/alerts/notification-store";
import { useSharedRead } from "@/lib/client/api/use-shared-read";
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
  const { data, error, reload, change: edit } = useSharedRead<AlertDto[]>(ALERTS_URL, fetchAlerts);
  useEffect(() => getNotificationStore().subscribeNew(() => void reload()), [reload]);
  return {
    alerts: data ?? null,
    error: error?.message ?? null,
    create: async (body) => {
      const made = await postAlert(body);
      edit((known = []) => [made, ...known]);
    },
    change: async (id, body) => {
      const changed = await patchAlert(id, body);
      edit((known = []) => known.map((one) => (one.id === id ? changed : one)));
    },
    remove: async (id) => {
      await sendAlertDeletion(id);
      edit((known = []) => known.filter((one) => one.id !== id));
    },
  };
}
