import { buildRequest, listMarkets, warmUpMinutes } from "@/components/lab/build-request";
import type { RunSettings } from "@/components/lab/run-settings";
import { loadCandlesAndFunding, readCandleFile } from "@/lib/client/lab/load-candles";
import { loadRunner } from "@/lib/client/lab/load-runner";
import type { SandboxRun } from "@/lib/client/lab/run-in-sandbox";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import type { FundingInstant } from "@/lib/lab/candles/candle-file";
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
    const { columns, funding } = candles;
    const request = { ...buildRequest(input.settings, columns, funding), task: input.task };
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

type Loaded = { columns: Map<string, CandleColumns>; funding: Map<string, readonly FundingInstant[]> };

/** The candles of the last task: the next one over the same period needs no request. */
let kept: { key: string; file: File | null; candles: Loaded } | null = null;

async function findCandles(
  settings: RunSettings,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<Loaded> {
  const { days, file } = settings;
  const dayMs = DAY_MINUTES * MINUTE_MS;
  const toMs = Math.floor(Date.now() / dayMs) * dayMs;
  const markets = listMarkets(settings);
  const before = warmUpMinutes(settings);
  const key = [...markets, before, days, toMs].join(" ");
  if (kept?.key === key && kept.file === file) return kept.candles;
  const candles: Loaded = { columns: new Map(), funding: new Map() };
  let range = { fromMs: toMs - days * dayMs - before * MINUTE_MS, toMs };
  for (const [index, symbol] of markets.entries()) {
    if (index === 0 && file !== null) {
      const own = await readCandleFile(file);
      // Other markets are loaded for the period of the file.
      range = { fromMs: own.startMs, toMs: own.startMs + own.close.length * MINUTE_MS };
      candles.columns.set(symbol, own);
      continue;
    }
    const report = (share: number) => onProgress((index + share) / markets.length);
    const loaded = await loadCandlesAndFunding({ symbol, ...range }, { signal, onProgress: report });
    candles.columns.set(symbol, loaded.columns);
    candles.funding.set(symbol, loaded.funding);
  }
  kept = { key, file, candles };
  return candles;
}
