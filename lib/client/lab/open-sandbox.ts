import { type CandleColumns, COLUMN_NAMES } from "@/lib/lab/candles/candle-columns";
import { MODULE_HEAD, MODULE_TAIL } from "@/lib/lab/strategy/module-text";
import { transpileStrategy } from "@/lib/lab/strategy/transpile-strategy";
import type { WorkerMessage, WorkerReport, WorkerRequest } from "@/lib/lab/worker/worker-message";

type Report = WorkerReport | { type: "ready" };

/** A frame with a strategy's worker in it. `close` ends both at once. */
export type Sandbox = { send: (message: WorkerMessage) => void; close: () => void };

/** A frame whose worker has the runner, but no strategy yet. */
type Spare = {
  post: (message: object) => void;
  listen: (onReport: (report: WorkerReport) => void) => void;
  close: () => void;
};

let spare: Spare | null = null;
/** Whether a page is open that runs strategies. */
let keepsSpare = false;

/** Prepares a sandbox for the next run, and another one after each, until the returned function is called. */
export function keepSpareSandbox(runner: string): () => void {
  keepsSpare = true;
  spare ??= prepare(runner);
  return () => {
    keepsSpare = false;
    spare?.close();
    spare = null;
  };
}

/**
 * Hands a sandbox the strategy's text and a request; the request's candles are copied.
 * @throws LabError when the text can't be transpiled
 */
export function openSandbox(
  text: string,
  request: WorkerRequest,
  { runner, onReport }: { runner: string; onReport: (report: WorkerReport) => void },
): Sandbox {
  const module = `;self.labModule=${MODULE_HEAD}${transpileStrategy(text)}${MODULE_TAIL};`;
  const { post, listen, close } = spare ?? prepare(runner);
  spare = null;
  listen(onReport);
  const candles = request.candles.map(([, columns]) => columns);
  post({ type: "start", module, request, buffers: listBuffers(candles) });
  return {
    send: (message) => {
      const sent = "candles" in message ? [message.candles] : [];
      post({ type: "send", message, buffers: listBuffers(sent) });
    },
    close: () => {
      close();
      if (keepsSpare) spare ??= prepare(runner);
    },
  };
}

function prepare(runner: string): Spare {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  frame.src = "/lab/sandbox";
  let report: (report: WorkerReport) => void = () => {};
  let waiting: object[] | null = [{ type: "prepare", runner }];
  // The frame has no origin that could be named.
  const send = (message: object) => frame.contentWindow?.postMessage(message, "*");
  const onMessage = ({ source, data }: MessageEvent<Report>) => {
    if (source !== frame.contentWindow) return;
    if (data.type !== "ready") return report(data);
    for (const message of waiting ?? []) send(message);
    waiting = null;
  };
  addEventListener("message", onMessage);
  document.body.append(frame);
  return {
    post: (message) => (waiting === null ? send(message) : waiting.push(message)),
    listen: (onReport) => {
      report = onReport;
    },
    close: () => {
      removeEventListener("message", onMessage);
      frame.remove();
    },
  };
}

/** What the frame passes on to its worker without a copy. */
function listBuffers(columns: readonly CandleColumns[]): ArrayBufferLike[] {
  return [...new Set(columns.flatMap((one) => COLUMN_NAMES.map((name) => one[name].buffer)))];
}
