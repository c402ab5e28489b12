"use client";

import { useState } from "react";
import { createPersisted } from "@/lib/client/persisted";

/** The tab that each bar of the terminal showed last in this browser. */
const deskTabs = createPersisted<Readonly<Record<string, unknown>>>({
  key: "tz:tabs",
  initial: {},
  parse: (stored) => (typeof stored === "object" && stored !== null ? { ...stored } : {}),
});

/**
 * The chosen tab of a bar that is only rendered in the browser; the first of `tabs` at first. It is read once: a window
 * that shows another tab must not change this one.
 */
export function useDeskTab(
  bar: string,
  tabs: readonly [string, ...string[]],
): [tab: string, choose: (tab: string) => void] {
  const [tab, setTab] = useState(() => tabs.find((one) => one === deskTabs.read()[bar]) ?? tabs[0]);
  const choose = (next: string) => {
    setTab(next);
    deskTabs.write({ ...deskTabs.read(), [bar]: next });
  };
  return [tab, choose];
}
