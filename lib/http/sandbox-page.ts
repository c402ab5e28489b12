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
 * Runs in the sandbox's document: makes one worker of the runner's text that the page sends, hands it the
 * strategy's text with the request, and passes messages on between both. Only the embedding page is listened to.
 */
export const SANDBOX_SCRIPT = `
let worker = null;
const tell = (message) => parent.postMessage(message, location.origin);
const toUrl = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
addEventListener("message", ({ source, data }) => {
  if (source !== parent) return;
  if (data.type === "prepare" && worker === null) {
    worker = new Worker(toUrl(data.runner));
    worker.onmessage = ({ data: report }) => tell(report);
    worker.onerror = (error) => {
      error.preventDefault();
      tell({ type: "fault", message: error.message || "The strategy can't be read.", place: null });
    };
  }
  if (data.type === "start") {
    worker?.postMessage({ request: data.request, url: toUrl(data.module) }, data.buffers);
  }
  if (data.type === "send") worker?.postMessage(data.message, data.buffers);
});
tell({ type: "ready" });
`;
