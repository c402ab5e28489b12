import type { TrialValues } from "@/lib/lab/optimise/choose-trials";
import type { TrialResult } from "@/lib/lab/optimise/trial-result";

const PREFIX = "tz:lab:trial:";

/** Finished trials of one optimisation, kept in this browser: a reload of the tab loses those in progress only. */
export type TrialStore = {
  read: (values: TrialValues) => TrialResult | null;
  keep: (trial: TrialResult) => void;
};

/**
 * Opens the trials of an optimisation, which `idea` names: all that its results depend on. Those of any other one are
 * removed. Without storage nothing is kept.
 */
export async function openTrialStore(idea: string): Promise<TrialStore> {
  try {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(idea));
    const name = Array.from(new Uint8Array(digest).slice(0, 8), (byte) => byte.toString(16)).join("");
    const prefix = `${PREFIX}${name}:`;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && !key.startsWith(prefix)) localStorage.removeItem(key);
    }
    return {
      read: (values) => JSON.parse(localStorage.getItem(prefix + JSON.stringify(values)) ?? "null"),
      keep: (trial) => {
        try {
          localStorage.setItem(prefix + JSON.stringify(trial.values), JSON.stringify(trial));
        } catch {
          // The storage is full: this one is lost with a reload.
        }
      },
    };
  } catch {
    return { read: () => null, keep: () => {} };
  }
}
