"use client";

import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import { alertsSheet } from "@/components/terminal/alerts/alerts-sheet";

const AlertsDialog = dynamic(
  () => import("@/components/terminal/alerts/alerts-dialog").then((module) => module.AlertsDialog),
  { ssr: false },
);

/** The sheet of alerts while it is open; its code is loaded with the first opening. */
export function LazyAlerts() {
  const draft = useSyncExternalStore(alertsSheet.subscribe, alertsSheet.read, () => null);
  return draft && <AlertsDialog draft={draft} />;
}
