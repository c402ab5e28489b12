import { readSaver, subscribeSaver } from "@/lib/client/stream/data-saver";
import type { SharedStream } from "@/lib/client/stream/shared-stream";

/** How long a hidden page on a possibly metered connection keeps its stream, ms. */
const HIDDEN_MS = 60_000;
const PHONE = "(hover: none) and (pointer: coarse)";

/**
 * Takes part in the stream while this page is visible. Hidden pages on phones and with data saving disconnect
 * after a minute; on a desktop they keep the price in their title.
 */
export function followPage(stream: SharedStream): void {
  let letGo: ReturnType<typeof setTimeout> | undefined;
  const join = () => {
    clearTimeout(letGo);
    stream.join();
  };
  const isMetered = () => readSaver() || window.matchMedia(PHONE).matches;
  stream.setSaver(readSaver());
  subscribeSaver(() => stream.setSaver(readSaver()));
  window.addEventListener("online", () => stream.wake());
  window.addEventListener("offline", () => stream.recordOffline());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      join();
      stream.wake();
    } else if (isMetered()) letGo = setTimeout(() => stream.leave(), HIDDEN_MS);
  });
  // A page that goes into the back-forward cache must hold no lock.
  window.addEventListener("pagehide", () => stream.leave());
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) join();
  });
  join();
}
