import { buildRequest } from "@/components/lab/build-request";
import { type EarlyRun, mayBeginEarly, prepareEarlyRun } from "@/components/lab/early-run";
import { importSandbox } from "@/components/lab/import-sandbox";
import { findRunCandles, findRunHistory } from "@/components/lab/run-candles";
import type { RunSettings } from "@/components/lab/run-settings";
import { loadRunner } from "@/lib/client/lab/load-runner";
import type { SandboxRun } from "@/lib/client/lab/run-in-sandbox";
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
type Input = { text: string; settings: RunSettings };

/** Loads the code of a run before it is wanted and keeps a sandbox ready, until the returned function is called. */
export function preloadSandbox(): () => void {
  let isOver = false;
  let close = () => {};
  Promise.all([loadRunner(), importSandbox()])
    .then(([runner, { keepSpareSandbox }]) => {
      if (!isOver) close = keepSpareSandbox(runner);
    })
    // What fails is loaded again with the run.
    .catch(() => {});
  return () => {
    isOver = true;
    close();
  };
}

/** Loads candles and carries out a task over them in the sandbox. The promise rejects with a sentence. */
export function startTask<T extends WorkerTask["type"]>(
  { text, settings, task }: Input & { task: WorkerTask & { type: T } },
  events: TaskEvents,
): LabTask<T> {
  return carryOut(async (abort, opened) => {
    const early = mayBeginEarly(text, settings, task)
      ? prepareEarlyRun(text, settings, { ...events, onOpen: (run) => opened.push(run) })
      : null;
    // By jesse's rules a run has neither funding nor marks.
    const needsHistory = settings.chargesFunding || task.type === "gap";
    const preparing = prepare({ text, settings }, { abort, events, early, needsHistory });
    const prepared = await (early === null ? preparing : Promise.race([preparing, early.failure]));
    const begun = early?.runOver(prepared.columns.get(settings.symbol)) ?? null;
    // Only a task "run" begins early.
    if (begun !== null) return begun.result as Promise<TaskResult[T]>;
    const sandbox = prepared.begin<T>(task);
    opened.push(sandbox);
    return sandbox.result;
  });
}

/** Tries values in as many workers as the machine has cores; the results are in the order of the trials. */
export function startTrials(
  { trials, ...input }: Input & { trials: readonly TrialValues[] },
  events: TaskEvents,
): LabTask<"trials"> {
  return carryOut(async (abort, opened) => {
    const needsHistory = input.settings.chargesFunding;
    const { begin } = await prepare(input, { abort, events, early: null, needsHistory });
    const count = Math.min(navigator.hardwareConcurrency || 1, MOST_WORKERS, trials.length);
    const shares = Array.from({ length: count }, (_, worker) =>
      trials.filter((_, index) => index % count === worker),
    );
    opened.push(...shares.map((share) => begin<"trials">({ type: "trials", trials: share })));
    const parts = await Promise.all(opened.map(({ result }) => result as Promise<TaskResult["trials"]>));
    return trials.map((_, index) => parts[index % count]?.[Math.floor(index / count)] as TrialResult);
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

type Preparation = {
  abort: AbortController;
  events: TaskEvents;
  early: EarlyRun | null;
  needsHistory: boolean;
};

/** Loads what a task needs, and returns how one is begun in a sandbox of its own. */
async function prepare(
  { text, settings }: Input,
  { abort: { signal }, events, early, needsHistory }: Preparation,
) {
  const loading = {
    signal,
    onProgress: (share: number) => {
      if (!early?.hasBegun()) events.onCandles(share);
    },
  };
  const [runner, candles, { runInSandbox }] = await Promise.all([
    loadRunner(),
    findRunCandles(settings, early === null ? loading : { ...loading, onStep: early.onStep }),
    importSandbox(),
  ]);
  const { columns, terms } = candles;
  const history = needsHistory
    ? await findRunHistory(settings, candles, loading)
    : { funding: new Map(), marks: new Map() };
  signal.throwIfAborted();
  const request = buildRequest(settings, columns, { ...history, terms });
  return {
    columns,
    begin: <T extends WorkerTask["type"]>(task: WorkerTask & { type: T }) =>
      runInSandbox<T>(text, { ...request, task }, { runner, onReport: events.onReport }),
  };
}
