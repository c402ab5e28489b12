import type { RunSettings } from "@/components/lab/run-settings";
import { loadCandles, readCandleFile } from "@/lib/client/lab/load-candles";
import { loadRunner } from "@/lib/client/lab/load-runner";
import type { SandboxRun } from "@/lib/client/lab/run-in-sandbox";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import { DAY_MINUTES, MINUTE_MS, minutesOf } from "@/lib/lab/candles/timeframe";
import type { RunResult } from "@/lib/lab/run/describe-run";

/** Bars before the start, as jesse loads and reads them. */
const WARM_UP_CANDLES = 240;
/** The server's candles go back so far before a run at most, in days. */
const MOST_WARM_UP_DAYS = 5;
const SEED = 1;

export type LabRun = { result: Promise<RunResult>; stop: () => void; isStopped: () => boolean };
type Progress = { stage: "candles" | "run"; share: number };

/** Loads candles and runs the strategy over them in the sandbox. The promise rejects with a sentence. */
export function startRun(
  text: string,
  settings: RunSettings,
  onProgress: (progress: Progress) => void,
): LabRun {
  const abort = new AbortController();
  let sandbox: SandboxRun | null = null;
  const result = (async () => {
    const [runner, candles, { runInSandbox }] = await Promise.all([
      loadRunner(),
      findCandles(settings, abort.signal, onProgress),
      // With the transpiler: loaded when something is run.
      import("@/lib/client/lab/run-in-sandbox"),
    ]);
    abort.signal.throwIfAborted();
    sandbox = runInSandbox(text, buildRequest(settings, candles), {
      runner,
      onReport: (report) => {
        if (report.type === "progress") onProgress({ stage: "run", share: report.done / report.minutes });
      },
    });
    return sandbox.result;
  })();
  return {
    result,
    stop: () => {
      abort.abort();
      sandbox?.stop();
    },
    isStopped: () => abort.signal.aborted,
  };
}

async function findCandles(
  { symbol, timeframe, days, file }: RunSettings,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<CandleColumns> {
  if (file !== null) return readCandleFile(file);
  const toMs = Math.floor(Date.now() / (DAY_MINUTES * MINUTE_MS)) * DAY_MINUTES * MINUTE_MS;
  const warmUp = Math.min(WARM_UP_CANDLES * minutesOf(timeframe), MOST_WARM_UP_DAYS * DAY_MINUTES);
  const fromMs = toMs - (days * DAY_MINUTES + warmUp) * MINUTE_MS;
  return loadCandles(
    { symbol, fromMs, toMs },
    { signal, onProgress: (share) => onProgress({ stage: "candles", share }) },
  );
}

/** The last `days` of the candles, or all of a file but its warm-up, in whole bars. */
function buildRequest(settings: RunSettings, candles: CandleColumns) {
  const { symbol, timeframe, days, balance, leverage, fee } = settings;
  const minutes = minutesOf(timeframe);
  const count = candles.close.length;
  const traded = Math.min(days * DAY_MINUTES, count - Math.min(count / 2, WARM_UP_CANDLES * minutes));
  const barMs = minutes * MINUTE_MS;
  const toMs = candles.startMs + count * MINUTE_MS;
  const fromMs = Math.ceil((toMs - traded * MINUTE_MS) / barMs) * barMs;
  return {
    type: "run" as const,
    config: {
      type: "futures" as const,
      mode: "cross" as const,
      leverage,
      fee: fee / 100,
      balance,
      warmUpCandles: WARM_UP_CANDLES,
      routes: [{ symbol, timeframe }],
      data: [],
      hyperparameters: {},
    },
    candles: [[symbol, candles] as [string, CandleColumns]],
    fromMs,
    toMs,
    seed: SEED,
  };
}
