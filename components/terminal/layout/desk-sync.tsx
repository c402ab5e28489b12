"use client";

import { useEffect } from "react";
import { chartChoices, parseChartChoices } from "@/components/terminal/chart/chart-choices";
import { chosenIndicators, parseIndicators } from "@/components/terminal/chart/indicators/indicator-kinds";
import {
  indicatorTemplates,
  parseTemplates,
} from "@/components/terminal/chart/indicators/indicator-templates";
import { parseStars, starredSymbols } from "@/components/terminal/market/watchlist";
import { getJson } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { createAccountCopy } from "@/lib/client/create-account-copy";
import { createPersisted, type Persisted } from "@/lib/client/persisted";
import type { DeskSettingsDto } from "@/lib/schemas/desk-settings";

const URL = "/api/desk-settings";

/** Keeps indicators, templates, stars and the chart's settings in the account, so that all browsers show the same. */
export function DeskSync({ userId }: { userId: string }) {
  useEffect(() => followDesk(userId), [userId]);
  return null;
}

function followDesk(userId: string): () => void {
  const saved = getJson<DeskSettingsDto>(URL);
  const follow = <T,>(part: keyof DeskSettingsDto, local: Persisted<T>, parse: (stored: unknown) => T) =>
    followPart({
      userId,
      part,
      local,
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
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function followPart<T>(options: {
  userId: string;
  part: keyof DeskSettingsDto;
  local: Persisted<T>;
  load: () => Promise<T | null>;
}): () => void {
  const { userId, part, local, load } = options;
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
    unsent: createPersisted({
      key: `tz:desk:${userId}:${part}:unsent`,
      initial: false,
      parse: (stored) => stored === true,
    }),
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
