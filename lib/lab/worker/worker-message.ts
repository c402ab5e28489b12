import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import type { FaultPlace } from "@/lib/lab/lab-error";
import type { RunResult } from "@/lib/lab/run/describe-run";
import type { RunConfig } from "@/lib/lab/run/run-config";
import type { Hyperparameter } from "@/lib/lab/strategy/strategy-runtime";

/** What the page asks of the worker: a run over candles that are handed over with it. */
export type WorkerRequest = {
  type: "run";
  config: RunConfig;
  candles: [symbol: string, columns: CandleColumns][];
  fromMs: number;
  toMs: number;
  /** Seeds `Math.random`, so that a run is the same each time. */
  seed: number;
};

/** What the worker tells. `place` is where the last progress was, so that a stuck hook can be named. */
export type WorkerReport =
  | { type: "loaded"; strategies: { name: string; hyperparameters: Hyperparameter[]; data: unknown }[] }
  | { type: "progress"; done: number; minutes: number; atMs: number }
  | { type: "result"; result: RunResult }
  | { type: "fault"; message: string; place: FaultPlace | null };
