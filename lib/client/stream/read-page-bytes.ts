const STREAM_PATH = "/api/stream";

let total = 0;
let observer: PerformanceObserver | null = null;

/**
 * Bytes that this page has received besides its stream: itself, scripts, history, responses. Counted from the
 * first call on, including the browser's earlier entries; cached resources count as zero.
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
