import { buildRequest, warmUpMinutes } from "@/components/lab/build-request";
import type { RunSettings } from "@/components/lab/run-settings";
import { loadCandles, readCandleFile } from "@/lib/client/lab/load-candles";
import { loadRunner } from "@/lib/client/lab/load-runner";
import type { SandboxRun } from "@/lib/client/lab/run-in-sandbox";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import { DAY_MINUTES, MINUTE_MS } from "@/lib/lab/candles/timeframe";
import type { TaskResult, WorkerReport, WorkerTask } from "@/lib/lab/worker/worker-message";

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
  const fromMs = toMs - (days * DAY_MINUTES + warmUpMinutes(timeframe)) * MINUTE_MS;
  const candles =
    file === null
      ? await loadCandles({ symbol, fromMs, toMs }, { signal, onProgress })
      : await readCandleFile(file);
  kept = { key, file, candles };
  return candles;
}
