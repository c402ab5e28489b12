/** The path of the lab's sandbox, which has its own policy and may be framed by our pages. */
export const SANDBOX_PATH = "/lab/sandbox";

/** What the sandbox may do: run its one script and workers made of text. Nothing is loaded and nothing is sent. */
export function sandboxPolicy(nonce: string): string {
  return [
    "sandbox allow-scripts",
    "default-src 'none'",
    `script-src 'nonce-${nonce}' blob:`,
    "worker-src blob: data:",
    "connect-src 'none'",
    "webrtc 'block'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
}

/**
 * Runs in the sandbox's document: makes one worker of the texts that the page sends and passes messages on
 * between both. Only the embedding page is listened to.
 */
export const SANDBOX_SCRIPT = `
let worker = null;
const tell = (message) => parent.postMessage(message, location.origin);
addEventListener("message", (event) => {
  if (event.source !== parent) return;
  const { data } = event;
  if (data.type === "stop") {
    worker?.terminate();
    worker = null;
    return;
  }
  if (data.type === "send") {
    worker?.postMessage(data.message);
    return;
  }
  if (data.type !== "start" || worker !== null) return;
  const url = URL.createObjectURL(new Blob(data.texts, { type: "text/javascript" }));
  worker = new Worker(url);
  worker.onmessage = ({ data: report }) => tell(report);
  worker.onerror = (error) => {
    error.preventDefault();
    tell({ type: "fault", message: error.message || "The strategy can't be read.", place: null });
  };
  worker.postMessage(data.request, data.buffers);
});
tell({ type: "ready" });
`;
