/** What the page notes about itself while it is measured. */
export type PageMeasures = { latenciesMs: number[]; longTasksMs: number[]; frameMs: number; ticks: number };

/**
 * Runs inside the page before anything else: notes when ticks of `symbol` arrive, when the price that they
 * carry is on the screen, and every task that holds the page up. A script by itself: it may use nothing around.
 */
export function watchFrames(symbol: string): void {
  const measures: PageMeasures = { latenciesMs: [], longTasksMs: [], frameMs: 1_000 / 60, ticks: 0 };
  Object.assign(window, { measures });
  let arrivedAtMs: number | null = null;
  let newest = "";
  let shown = "";

  const listen = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (
    this: EventSource,
    name: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ) {
    const heard = (event: Event) => {
      if (name === "tick") {
        measures.ticks += 1;
        const tick = JSON.parse((event as MessageEvent<string>).data) as { symbol: string; last: string };
        // A tick at the price that is there already changes no pixel of it.
        if (tick.symbol === symbol && tick.last !== newest) {
          newest = tick.last;
          arrivedAtMs ??= performance.now();
        }
      }
      if (typeof listener === "function") listener.call(this, event);
      else listener.handleEvent(event);
    };
    listen.call(this, name, heard, options);
  } as typeof listen;

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) measures.longTasksMs.push(entry.duration);
  }).observe({ entryTypes: ["longtask"] });

  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      const text = document.querySelector("header .num")?.textContent ?? "";
      if (text === shown) return;
      shown = text;
      if (arrivedAtMs === null) return;
      const since = arrivedAtMs;
      arrivedAtMs = null;
      // The change is on the screen once the frame that it belongs to is over.
      requestAnimationFrame(() => setTimeout(() => measures.latenciesMs.push(performance.now() - since)));
    }).observe(document.body, { characterData: true, childList: true, subtree: true });
  });
}
