import type { CandleColumns, CandleRow } from "@/lib/lab/candles/candle-columns";
import type { FundingInstant } from "@/lib/lab/candles/candle-file";
import type { RunChecks } from "@/lib/lab/checks/check-run";
import type { FaultPlace } from "@/lib/lab/lab-error";
import type { LiveMinute } from "@/lib/lab/live/live-run";
import type { TrialValues } from "@/lib/lab/optimise/choose-trials";
import type { TrialResult } from "@/lib/lab/optimise/trial-result";
import type { FoldedBar } from "@/lib/lab/replay/fold-minutes";
import type { RealityGap } from "@/lib/lab/run/compare-profiles";
import type { MarkColumn } from "@/lib/lab/run/create-simulation";
import type { RunResult } from "@/lib/lab/run/report/to-run-result";
import type { RunConfig } from "@/lib/lab/run/run-config";
import type { Hyperparameter } from "@/lib/lab/strategy/strategy-runtime";

/** What the page requests of the worker, with the candles that it runs over. */
export type WorkerRequest = {
  config: RunConfig;
  candles: [symbol: string, columns: CandleColumns][];
  /** Minutes of the only symbol that are not in `candles` yet: they follow as messages, for a task "run". */
  following?: number;
  /** Funding by symbol; left out where none is charged. */
  funding?: [symbol: string, instants: readonly FundingInstant[]][];
  /** Marks by symbol, for the comparison with the venue's rules. */
  marks?: [symbol: string, marks: MarkColumn][];
  /** Whether the runs, and not the comparison alone, have funding and marks. */
  chargesFunding: boolean;
  fromMs: number;
  toMs: number;
  /** Seeds `Math.random`, so that a run is the same each time. */
  seed: number;
  task: WorkerTask;
};

/**
 * One run; the same by the venue's rules; the checks of a run with so many resampled histories; a run for each set of values; or a run whose
 * next minutes come one by one, with room for so many, and which has no end.
 */
export type WorkerTask =
  | { type: "live"; minutes: number }
  | { type: "run" }
  | { type: "gap" }
  | { type: "checks"; scenarios: number }
  | { type: "trials"; trials: readonly TrialValues[] };

/** A run with the bars of its first market, over which its trades are drawn. */
export type ShownRun = RunResult & { barMinutes: number; bars: FoldedBar[] };

/** What a task gives in the end. */
export type TaskResult = {
  run: ShownRun;
  gap: RealityGap;
  checks: RunChecks;
  trials: TrialResult[];
  live: never;
};

/** The next minute of a live run, or the next candles of a run that began before all were there. */
export type WorkerMessage = { row: CandleRow } | { candles: CandleColumns };

/** A strategy class of the text, as the page shows it. */
export type LoadedStrategy = { name: string; hyperparameters: Hyperparameter[] };

/** What the worker posts. `place` is where the last progress was, so that a stuck hook can be named. */
export type WorkerReport =
  | { type: "loaded"; strategies: LoadedStrategy[] }
  | { type: "progress"; done: number; minutes: number; atMs: number }
  /** Our own code computes; no hook of the strategy runs. */
  | { type: "working" }
  /** A trial has ended; `index` counts from zero. */
  | { type: "trial"; index: number; trial: TrialResult }
  /** The run has come to the end of the candles that it has. */
  | { type: "waiting" }
  | { type: "live-started" }
  /** A minute of a live run has been traded. */
  | { type: "live-minute"; minute: LiveMinute }
  | { type: "result"; result: TaskResult[keyof TaskResult] }
  | { type: "fault"; message: string; place: FaultPlace | null };
