import { buildRequest, listMarkets, type MarketHistory, warmUpMinutes } from "@/components/lab/build-request";
import type { RunSettings } from "@/components/lab/run-settings";
import { loadMarket, readCandleFile } from "@/lib/client/lab/load-candles";
import { loadRunner } from "@/lib/client/lab/load-runner";
import { loadTerms } from "@/lib/client/lab/load-terms";
import type { SandboxRun } from "@/lib/client/lab/run-in-sandbox";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import { DAY_MINUTES, MINUTE_MS } from "@/lib/lab/candles/timeframe";
import type { TrialValues } from "@/lib/lab/optimise/choose-trials";
import type { TrialResult } from "@/lib/lab/optimise/trial-result";
import type { TaskResult, WorkerReport, WorkerTask } from "@/lib/lab/worker/worker-message";

/** More workers than this gain little and copy the candles once more each. */
const MOST_WORKERS = 8;

export type LabTask<T extends WorkerTask["type"]> = {
  result: Promise<TaskResult[T]>;
  stop: () => void;
  isStopped: () => boolean;
};
type TaskEvents = {
  onCandles: (share: number) => void;
  onReport: (report: WorkerReport) => void;
};

/** Loads the code of a run before it is wanted; what fails is loaded again with the run. */
export function preloadSandbox(): void {
  loadRunner().catch(() => {});
  importSandbox().catch(() => {});
}

/** With the transpiler: not among the page's first scripts. */
function importSandbox() {
  return import("@/lib/client/lab/run-in-sandbox");
}

/** Loads candles and carries out a task over them in the sandbox. The promise rejects with a sentence. */
export function startTask<T extends WorkerTask["type"]>(
  input: { text: string; settings: RunSettings; task: WorkerTask & { type: T } },
  events: TaskEvents,
): LabTask<T> {
  return carryOut(async (abort, opened) => {
    const run = await prepare(input, abort, events);
    const sandbox = run<T>(input.task);
    opened.push(sandbox);
    return sandbox.result;
  });
}

/** Tries values in as many workers as the machine has cores; the results are in the order of the trials. */
export function startTrials(
  input: { text: string; settings: RunSettings; trials: readonly TrialValues[] },
  events: TaskEvents,
): LabTask<"trials"> {
  return carryOut(async (abort, opened) => {
    const run = await prepare(input, abort, events);
    const count = Math.min(navigator.hardwareConcurrency || 1, MOST_WORKERS, input.trials.length);
    const shares = Array.from({ length: count }, (_, worker) =>
      input.trials.filter((_, index) => index % count === worker),
    );
    opened.push(...shares.map((trials) => run<"trials">({ type: "trials", trials })));
    const parts = await Promise.all(opened.map(({ result }) => result as Promise<TaskResult["trials"]>));
    return input.trials.map((_, index) => parts[index % count]?.[Math.floor(index / count)] as TrialResult);
  });
}

type Opened = Pick<SandboxRun<WorkerTask["type"]>, "stop" | "result">[];

/** Runs what opens sandboxes; when it is stopped or one of them fails, all of them end. */
function carryOut<T extends WorkerTask["type"]>(
  work: (abort: AbortController, opened: Opened) => Promise<TaskResult[T]>,
): LabTask<T> {
  const abort = new AbortController();
  const opened: Opened = [];
  const close = () => {
    for (const sandbox of opened) sandbox.stop();
  };
  return {
    result: work(abort, opened).finally(close),
    stop: () => {
      abort.abort();
      close();
    },
    isStopped: () => abort.signal.aborted,
  };
}

/** Loads what a task needs, and returns how one is begun in a sandbox of its own. */
async function prepare(
  { text, settings }: { text: string; settings: RunSettings },
  abort: AbortController,
  events: TaskEvents,
) {
  const [runner, candles, { runInSandbox }] = await Promise.all([
    loadRunner(),
    findCandles(settings, abort.signal, events.onCandles),
    importSandbox(),
  ]);
  abort.signal.throwIfAborted();
  const request = buildRequest(settings, candles.columns, candles);
  return <T extends WorkerTask["type"]>(task: WorkerTask & { type: T }) =>
    runInSandbox<T>(text, { ...request, task }, { runner, onReport: events.onReport });
}

type Loaded = MarketHistory & { columns: ReadonlyMap<string, CandleColumns> };

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
  const [columns, funding, marks] = [new Map(), new Map(), new Map()];
  const terms = loadTerms(markets, signal);
  let range = { fromMs: toMs - days * dayMs - before * MINUTE_MS, toMs };
  for (const [index, symbol] of markets.entries()) {
    if (index === 0 && file !== null) {
      const own = await readCandleFile(file);
      // Other markets are loaded for the period of the file.
      range = { fromMs: own.startMs, toMs: own.startMs + own.close.length * MINUTE_MS };
      columns.set(symbol, own);
      continue;
    }
    const report = (share: number) => onProgress((index + share) / markets.length);
    const loaded = await loadMarket({ symbol, ...range }, { signal, onProgress: report });
    columns.set(symbol, loaded.columns);
    funding.set(symbol, loaded.funding);
    if (loaded.mark !== null) marks.set(symbol, loaded.mark);
  }
  const candles: Loaded = { columns, funding, marks, terms: await terms };
  kept = { key, file, candles };
  return candles;
}
