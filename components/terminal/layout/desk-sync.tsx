"use client";

import { useEffect } from "react";
import { chartGrid, parseChartGrid } from "@/components/terminal/chart/grid/chart-grid-choice";
import { chosenIndicators, parseIndicators } from "@/components/terminal/chart/indicators/chosen-indicators";
import {
  indicatorTemplates,
  parseTemplates,
} from "@/components/terminal/chart/indicators/indicator-templates";
import { chartChoices, parseChartChoices } from "@/components/terminal/chart/menu/chart-choices";
import { deskPanels, parsePanels } from "@/components/terminal/layout/panels/desk-panels";
import { parseLayouts, savedLayouts } from "@/components/terminal/layout/panels/saved-layouts";
import { parseStars, starredSymbols } from "@/components/terminal/market/watchlist";
import { getJson } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { createAccountCopy } from "@/lib/client/create-account-copy";
import { createPersisted, type Persisted } from "@/lib/client/persisted";
import type { DeskSettingsDto } from "@/lib/schemas/desk-settings";

const URL = "/api/desk-settings";

/** Keeps indicators, templates, stars, the charts' settings and the panels in the account, so that all browsers show the same. */
export function DeskSync({ userId }: { userId: string }) {
  useEffect(() => followDesk(userId), [userId]);
  return null;
}

/** The account whose settings this browser holds; null before the first sign-in. */
const holder = createPersisted<string | null>({
  key: "tz:desk:holder",
  initial: null,
  parse: (stored) => (typeof stored === "string" ? stored : null),
});

function followDesk(userId: string): () => void {
  // Another user's settings are not this user's to keep, nor to save.
  const isOthers = ![null, userId].includes(holder.read());
  holder.write(userId);
  const saved = getJson<DeskSettingsDto>(URL);
  const follow = <T,>(part: keyof DeskSettingsDto, local: Persisted<T>, parse: (stored: unknown) => T) =>
    followPart({
      userId,
      part,
      local,
      isOthers,
      load: async () => {
        const value = (await saved)[part];
        return value === undefined ? null : parse(value);
      },
    });
  const stops = [
    follow("indicators", chosenIndicators, parseIndicators),
    follow("templates", indicatorTemplates, parseTemplates),
    follow("watchlist", starredSymbols, parseStars),
    follow("chart", chartChoices, parseChartChoices),
    follow("charts", chartGrid, parseChartGrid),
    follow("panels", deskPanels, parsePanels),
    follow("layouts", savedLayouts, parseLayouts),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function followPart<T>(options: {
  userId: string;
  part: keyof DeskSettingsDto;
  local: Persisted<T>;
  /** The browser's value is that of another user. */
  isOthers: boolean;
  load: () => Promise<T | null>;
}): () => void {
  const { userId, part, local, isOthers, load } = options;
  const unsent = createPersisted({
    key: `tz:desk:${userId}:${part}:unsent`,
    initial: false,
    parse: (stored) => stored === true,
  });
  if (isOthers) {
    local.write(local.initial);
    unsent.write(false);
  }
  let isOurs = true;
  const copy = createAccountCopy<T>({
    local: {
      ...local,
      write: (value) => {
        isOurs = false;
        local.write(value);
        isOurs = true;
      },
    },
    unsent,
    load,
    save: (value) => send("PUT", URL, { [part]: value }),
    // What the account rejects stays in this browser.
    onRejected: () => {},
  });
  copy.pull();
  return local.subscribe(() => {
    if (isOurs) copy.push();
  });
}
