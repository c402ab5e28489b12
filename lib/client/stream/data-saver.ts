"use client";

import { useSyncExternalStore } from "react";
import { createPersisted } from "@/lib/client/persisted";

/** Chromium's hint that the user has data saving on. */
type Connection = { saveData?: boolean };

/** The choice in this browser; null uses the browser's own setting. */
const saverChoice = createPersisted<"on" | "off" | null>({
  key: "tz:data-saver",
  initial: null,
  parse: (stored) => (stored === "on" || stored === "off" ? stored : null),
});

/** Whether to save data: prices twice a second, ten levels of the book, no trades. */
export function readSaver(): boolean {
  const choice = saverChoice.read();
  if (choice !== null) return choice === "on";
  const { connection } = navigator as Navigator & { connection?: Connection };
  return connection?.saveData === true;
}

/** Whether the user has chosen, so that the offer is not shown. */
export function isSaverChosen(): boolean {
  return saverChoice.read() !== null;
}

/** Chooses for all tabs of this browser. */
export function chooseSaver(isOn: boolean): void {
  saverChoice.write(isOn ? "on" : "off");
}

/** Calls `listener` when the choice changes, in this tab or another one. */
export const subscribeSaver = saverChoice.subscribe;

/** Whether data is being saved; false while rendering on the server. */
export function useSaver(): boolean {
  return useSyncExternalStore(subscribeSaver, readSaver, () => false);
}
