import type { RunSettings } from "@/components/lab/run-settings";
import { createPersisted } from "@/lib/client/persisted";
import { EXAMPLES } from "@/lib/lab/examples/examples";

type Draft = { text: string; settings: RunSettings };

const INITIAL: Draft = {
  text: EXAMPLES[0].text,
  settings: {
    symbol: "BTCUSDT",
    timeframe: "1h",
    days: 14,
    balance: 10_000,
    leverage: 2,
    fee: 0.055,
    file: null,
    chargesFunding: false,
    planId: "",
    hyperparameters: {},
    more: [],
  },
};

/** Text and settings as they were left; a file of candles has to be chosen again. */
export const LAB_DRAFT = createPersisted<Draft>({
  key: "tz:lab:draft",
  initial: INITIAL,
  parse: (stored) => {
    const { text, settings } = (stored ?? {}) as Partial<Draft>;
    return {
      text: typeof text === "string" ? text : INITIAL.text,
      settings: { ...INITIAL.settings, ...settings, file: null },
    };
  },
});
