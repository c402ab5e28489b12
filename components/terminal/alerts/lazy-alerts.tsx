"use client";

import { useSyncExternalStore } from "react";
import { alertsSheet } from "@/components/terminal/alerts/alerts-sheet";
import { lazyPart } from "@/components/ui/lazy/lazy-part";

const AlertsDialog = lazyPart(
  () => import("@/components/terminal/alerts/alerts-dialog").then((module) => module.AlertsDialog),
  { failure: "corner" },
);

/** The sheet of alerts while it is open; its code is loaded with the first opening. */
export function LazyAlerts() {
  const draft = useSyncExternalStore(alertsSheet.subscribe, alertsSheet.read, () => null);
  return draft && <AlertsDialog draft={draft} />;
}
