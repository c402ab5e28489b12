import { MODULE_HEAD, MODULE_TAIL } from "@/lib/lab/strategy/module-text";
import { transpileStrategy } from "@/lib/lab/strategy/transpile-strategy";
import type { LiveMessage, WorkerReport, WorkerRequest } from "@/lib/lab/worker/worker-message";

type Report = WorkerReport | { type: "ready" };

/** A frame with a strategy's worker in it. `close` ends both at once. */
export type Sandbox = { send: (message: LiveMessage) => void; close: () => void };

/**
 * Opens the sandboxed frame and hands it the runner, the strategy's text and a request; `request`'s candles
 * are copied. @throws LabError when the text can't be transpiled
 */
export function openSandbox(
  text: string,
  request: WorkerRequest,
  options: { runner: string; onReport: (report: WorkerReport) => void },
): Sandbox {
  const module = `;self.labModule=${MODULE_HEAD}${transpileStrategy(text)}${MODULE_TAIL};`;
  const start = { type: "start", texts: [options.runner, "\n", module], request, buffers: [] };
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  frame.src = "/lab/sandbox";
  const onMessage = ({ source, data }: MessageEvent<Report>) => {
    if (source !== frame.contentWindow) return;
    // The frame has no origin that could be named.
    if (data.type === "ready") frame.contentWindow?.postMessage(start, "*");
    else options.onReport(data);
  };
  addEventListener("message", onMessage);
  document.body.append(frame);
  return {
    send: (message) => frame.contentWindow?.postMessage({ type: "send", message }, "*"),
    close: () => {
      removeEventListener("message", onMessage);
      frame.remove();
    },
  };
}
