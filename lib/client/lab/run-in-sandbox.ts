import { LabError } from "@/lib/lab/lab-error";
import { MODULE_HEAD, MODULE_TAIL } from "@/lib/lab/strategy/module-text";
import { transpileStrategy } from "@/lib/lab/strategy/transpile-strategy";
import type { TaskResult, WorkerReport, WorkerRequest, WorkerTask } from "@/lib/lab/worker/worker-message";

/** A worker that tells nothing for this long is stuck in a hook. */
const SILENCE_MS = 1_000;
/** Until the frame is there and the worker has read its texts, slow machines need longer. */
const START_MS = 10_000;

type Report = WorkerReport | { type: "ready" };
export type SandboxRun<T extends WorkerTask["type"]> = { result: Promise<TaskResult[T]>; stop: () => void };

/**
 * Runs a task with a strategy's text in the sandboxed frame. `request`'s candles are handed over: the caller keeps no copy
 * of them. The promise rejects with a LabError that names the bar where the run stuck or failed.
 */
export function runInSandbox<T extends WorkerTask["type"]>(
  text: string,
  request: WorkerRequest & { task: { type: T } },
  options: { runner: string; onReport?: (report: WorkerReport) => void },
): SandboxRun<T> {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  frame.title = "Strategy sandbox";
  frame.src = "/lab/sandbox";
  let resolve: (result: TaskResult[T]) => void = () => {};
  let reject: (fault: LabError) => void = () => {};
  const promise = new Promise<TaskResult[T]>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  let lastMs: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(timer);
    removeEventListener("message", onMessage);
    frame.remove();
  };
  const fail = (message: string) => {
    end();
    reject(new LabError(message));
  };
  const watch = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => fail(describeSilence(lastMs)), ms);
  };
  const onMessage = ({ source, data }: MessageEvent<Report>) => {
    if (source !== frame.contentWindow) return;
    if (data.type === "ready") {
      frame.contentWindow?.postMessage(buildStart(text, request, options.runner), "*");
      return;
    }
    // Before the first bar and after the last one it is our own code that works.
    const isInRun = data.type === "progress" && data.done < data.minutes;
    watch(isInRun ? SILENCE_MS : START_MS);
    if (data.type === "progress") lastMs = data.atMs;
    options.onReport?.(data);
    if (data.type === "fault") fail(data.message);
    if (data.type !== "result") return;
    end();
    // The worker gives the result of the task that it was given.
    resolve(data.result as TaskResult[T]);
  };
  addEventListener("message", onMessage);
  document.body.append(frame);
  watch(START_MS);
  return { result: promise, stop: () => fail("Stopped.") };
}

function buildStart(text: string, request: WorkerRequest, runner: string) {
  const module = `;self.labModule=${MODULE_HEAD}${transpileStrategy(text)}${MODULE_TAIL};`;
  return { type: "start", texts: [runner, "\n", module], request, buffers: [] };
}

function describeSilence(lastMs: number | null): string {
  if (lastMs === null)
    return "The strategy did not start: its first bar, or the text around its class, does not end.";
  const when = new Date(lastMs).toISOString().slice(0, 16).replace("T", " ");
  return `A hook does not end, after the bar of ${when}. The run was stopped.`;
}
