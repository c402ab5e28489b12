import type { RunSettings } from "@/components/lab/run-settings";
import { loadCandles, readCandleFile } from "@/lib/client/lab/load-candles";
import { loadRunner } from "@/lib/client/lab/load-runner";
import type { SandboxRun } from "@/lib/client/lab/run-in-sandbox";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import { DAY_MINUTES, MINUTE_MS, minutesOf } from "@/lib/lab/candles/timeframe";
import type { TaskResult, WorkerReport, WorkerTask } from "@/lib/lab/worker/worker-message";

/** Bars before the start, as jesse loads and reads them. */
const WARM_UP_CANDLES = 240;
/** The server's candles go back so far before a run at most, in days. */
const MOST_WARM_UP_DAYS = 5;
const SEED = 1;

export type LabTask<T extends WorkerTask["type"]> = {
  result: Promise<TaskResult[T]>;
  stop: () => void;
  isStopped: () => boolean;
};
type TaskEvents = {
  onCandles: (share: number) => void;
  onReport: (report: WorkerReport) => void;
};

/** Loads candles and carries out a task over them in the sandbox. The promise rejects with a sentence. */
export function startTask<T extends WorkerTask["type"]>(
  input: { text: string; settings: RunSettings; task: WorkerTask & { type: T } },
  events: TaskEvents,
): LabTask<T> {
  const abort = new AbortController();
  let sandbox: SandboxRun<T> | null = null;
  const result = (async () => {
    const [runner, candles, { runInSandbox }] = await Promise.all([
      loadRunner(),
      findCandles(input.settings, abort.signal, events.onCandles),
      // With the transpiler: loaded when something is run.
      import("@/lib/client/lab/run-in-sandbox"),
    ]);
    abort.signal.throwIfAborted();
    const request = { ...buildRequest(input.settings, candles), task: input.task };
    sandbox = runInSandbox<T>(input.text, request, { runner, onReport: events.onReport });
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

/** The candles of the last task: the next one over the same period needs no request. */
let kept: { key: string; file: File | null; candles: CandleColumns } | null = null;

async function findCandles(
  { symbol, timeframe, days, file }: RunSettings,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<CandleColumns> {
  const toMs = Math.floor(Date.now() / (DAY_MINUTES * MINUTE_MS)) * DAY_MINUTES * MINUTE_MS;
  const key = [symbol, timeframe, days, toMs].join(" ");
  if (kept?.key === key && kept.file === file) return kept.candles;
  const warmUp = Math.min(WARM_UP_CANDLES * minutesOf(timeframe), MOST_WARM_UP_DAYS * DAY_MINUTES);
  const fromMs = toMs - (days * DAY_MINUTES + warmUp) * MINUTE_MS;
  const candles =
    file === null
      ? await loadCandles({ symbol, fromMs, toMs }, { signal, onProgress })
      : await readCandleFile(file);
  kept = { key, file, candles };
  return candles;
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
