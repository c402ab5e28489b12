import type { RunInput } from "@/lib/lab/run/create-simulation";
import { measureRun } from "@/lib/lab/run/report/measure-run";
import type { VenueProfile } from "@/lib/lab/run/run-config";
import type { Simulation } from "@/lib/lab/run/simulation";
import { NO_TERMS } from "@/lib/lab/run/venue-profile";

/** One column of the comparison. Money in quote currency, `maxDrawdown` in percent; funding negative when paid. */
export type ProfileFigures = {
  net: number;
  trades: number;
  winRate: number;
  maxDrawdown: number;
  fees: number;
  funding: number;
  /** Orders too small for the venue. */
  unsent: number;
};

/** The venue's rules in the order in which they are added. */
export const GAP_CAUSES = ["fees", "funding", "steps", "limits"] as const;
export type GapCause = (typeof GAP_CAUSES)[number];

/** The same strategy by jesse's rules and by the venue's; the causes add up to the difference of the net profits. */
export type RealityGap = {
  jesse: ProfileFigures;
  venue: ProfileFigures;
  causes: { cause: GapCause; change: number }[];
};

/**
 * Runs with jesse's rules, then adds the venue's one after the other: its fees, its funding and marks, its steps,
 * and limits that must be passed. What a rule changes depends on those before it.
 */
export function compareProfiles(input: RunInput, run: (input: RunInput) => Simulation): RealityGap {
  const { terms } = input.config;
  const added: VenueProfile[] = [{ ...NO_TERMS, fees: terms.fees }];
  added.push(added[0] as VenueProfile, { ...NO_TERMS, fees: terms.fees, steps: terms.steps }, terms);
  const jesse = toFigures(run(withRules(input, null)));
  let before = jesse;
  const causes = GAP_CAUSES.map((cause, index) => {
    const venue = added[index] as VenueProfile;
    const isCharged = index >= GAP_CAUSES.indexOf("funding");
    const after = toFigures(run({ ...withRules(input, venue), ...(isCharged ? historyOf(input) : {}) }));
    const change = after.net - before.net;
    before = after;
    return { cause, change };
  });
  return { jesse, venue: before, causes };
}

function withRules({ funding: _funding, marks: _marks, ...input }: RunInput, venue: VenueProfile | null) {
  return { ...input, config: { ...input.config, venue } };
}

function historyOf({ funding, marks }: RunInput): Pick<RunInput, "funding" | "marks"> {
  return { ...(funding === undefined ? {} : { funding }), ...(marks === undefined ? {} : { marks }) };
}

function toFigures(simulation: Simulation): ProfileFigures {
  const metrics = measureRun(simulation);
  const { dailyBalances, trades, funding, unsent, config } = simulation;
  return {
    net: (dailyBalances.at(-1) ?? config.balance) - config.balance,
    trades: trades.length,
    winRate: metrics.win_rate ?? 0,
    maxDrawdown: metrics.max_drawdown ?? 0,
    fees: trades.reduce((sum, { fee }) => sum + fee, 0),
    funding,
    unsent,
  };
}
