import { openSandbox, type Sandbox } from "@/lib/client/lab/open-sandbox";
import { LabError } from "@/lib/lab/lab-error";
import type {
  TaskResult,
  WorkerMessage,
  WorkerReport,
  WorkerRequest,
  WorkerTask,
} from "@/lib/lab/worker/worker-message";

/** A worker that reports nothing for this long is stuck in a hook. */
const SILENCE_MS = 1_000;
/** Until the frame is there and the worker has read its texts, slow machines need longer. */
const START_MS = 10_000;

export type SandboxRun<T extends WorkerTask["type"]> = {
  result: Promise<TaskResult[T]>;
  send: (message: WorkerMessage) => void;
  stop: () => void;
};

/**
 * Runs a task with a strategy's text in the sandboxed frame. The promise rejects with a LabError that names
 * the bar where the run stuck or failed.
 */
export function runInSandbox<T extends WorkerTask["type"]>(
  text: string,
  request: WorkerRequest & { task: { type: T } },
  options: { runner: string; onReport?: (report: WorkerReport) => void },
): SandboxRun<T> {
  let resolve: (result: TaskResult[T]) => void = () => {};
  let reject: (fault: LabError) => void = () => {};
  const promise = new Promise<TaskResult[T]>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  let sandbox: Sandbox | null = null;
  let lastMs: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(timer);
    sandbox?.close();
  };
  const fail = (fault: LabError) => {
    end();
    reject(fault);
  };
  const watch = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => fail(toSilenceError(lastMs)), ms);
  };
  const onReport = (report: WorkerReport) => {
    // Before the first bar and after the last one it is our own code that works.
    const isInRun = report.type === "progress" && report.done < report.minutes;
    // Without candles to run over the worker is silent for as long as they take to come.
    if (report.type === "waiting") clearTimeout(timer);
    else watch(isInRun ? SILENCE_MS : START_MS);
    if (report.type === "progress") lastMs = report.atMs;
    options.onReport?.(report);
    if (report.type === "fault") fail(new LabError(report.message));
    if (report.type !== "result") return;
    end();
    // The worker gives the result of the task that it was given.
    resolve(report.result as TaskResult[T]);
  };
  watch(START_MS);
  sandbox = openSandbox(text, request, { runner: options.runner, onReport });
  return {
    result: promise,
    send: (message) => sandbox?.send(message),
    stop: () => fail(new LabError("Stopped.")),
  };
}

function toSilenceError(lastMs: number | null): LabError {
  if (lastMs === null)
    return new LabError(
      "The strategy did not start: its first bar, or the text around its class, does not end.",
    );
  const when = new Date(lastMs).toISOString().slice(0, 16).replace("T", " ");
  return new LabError(`A hook does not end, after the bar of ${when}. The run was stopped.`);
}
