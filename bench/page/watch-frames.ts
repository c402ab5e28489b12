/** What the page notes about itself while it is measured. */
export type PageMeasures = {
  /** Nothing from before this instant of the page counts, ms. */
  sinceMs: number;
  latenciesMs: number[];
  longTasksMs: number[];
  frameMs: number;
  ticks: number;
};

/**
 * Runs inside the page before anything else: notes when ticks of `symbol` arrive, when the price that they
 * carry is on the screen, and every task that holds the page up. A script by itself: it may use nothing around.
 */
export function watchFrames(symbol: string): void {
  const measures: PageMeasures = {
    sinceMs: 0,
    latenciesMs: [],
    longTasksMs: [],
    frameMs: 1_000 / 60,
    ticks: 0,
  };
  Object.assign(window, { measures });
  let arrivedAtMs: number | null = null;
  let newest = "";
  let shown = "";
  /** Where the symbol stands in each selection of the stream. */
  const places = new Map<number, number>();

  const listen = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (
    this: EventSource,
    name: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ) {
    const heard = (event: Event) => {
      const data = (event as MessageEvent<string>).data;
      if (name === "key") {
        const { s, y } = JSON.parse(data) as { s: number; y: string[] };
        places.set(s, y.indexOf(symbol));
      } else if (name === "delta") {
        const { s, m } = JSON.parse(data) as { s: number; m: [number, { l?: string }][] };
        measures.ticks += m.length;
        const last = m.find(([index]) => index === places.get(s))?.[1].l;
        if (last !== undefined && last !== newest) {
          newest = last;
          // A tick at the price that is there already changes no pixel of it.
          const isShown = Number(newest) === Number(shown.replaceAll(",", ""));
          arrivedAtMs = isShown ? null : (arrivedAtMs ?? performance.now());
        }
      }
      if (typeof listener === "function") listener.call(this, event);
      else listener.handleEvent(event);
    };
    listen.call(this, name, heard, options);
  } as typeof listen;

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (startTime >= measures.sinceMs) measures.longTasksMs.push(duration);
    }
  }).observe({ entryTypes: ["longtask"] });

  // What a frame's own callbacks change is drawn by that frame, everything else by the next one.
  let isInFrame = false;
  const requestFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    requestFrame((timeMs) => {
      isInFrame = true;
      setTimeout(() => {
        isInFrame = false;
      });
      callback(timeMs);
    });

  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      const text = document.querySelector("header .num")?.textContent ?? "";
      if (text === shown) return;
      shown = text;
      if (arrivedAtMs === null) return;
      const since = arrivedAtMs;
      arrivedAtMs = null;
      // The change is on the screen once the frame that it belongs to is over.
      const note = () => measures.latenciesMs.push(performance.now() - since);
      if (isInFrame) setTimeout(note);
      else requestFrame(() => setTimeout(note));
    }).observe(document.body, { characterData: true, childList: true, subtree: true });
  });
}
