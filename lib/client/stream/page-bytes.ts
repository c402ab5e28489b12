const STREAM_PATH = "/api/stream";

let total = 0;
let observer: PerformanceObserver | null = null;

/**
 * Bytes that this page has received besides its stream: itself, scripts, history, answers. Counted from the first call
 * on, with what the browser remembers from before; what came from its cache is none.
 */
export function readPageBytes(): number {
  if (observer === null && typeof PerformanceObserver !== "undefined") {
    observer = new PerformanceObserver((list) => add(list.getEntries()));
    for (const type of ["navigation", "resource"]) observer.observe({ type, buffered: true });
  }
  add(observer?.takeRecords() ?? []);
  return total;
}

function add(entries: PerformanceEntryList): void {
  for (const entry of entries as PerformanceResourceTiming[]) {
    if (!new URL(entry.name).pathname.startsWith(STREAM_PATH)) total += entry.transferSize;
  }
}
