/** The records of the page while it is measured. */
export type PageMeasures = {
  /** Earlier records are ignored, ms. */
  sinceMs: number;
  latenciesMs: number[];
  longTasksMs: number[];
  frameMs: number;
  ticks: number;
};

/**
 * Runs inside the page before anything else: records when ticks of `symbol` arrive, when their price is on
 * the screen, and every long task. Self-contained: it may use nothing from outside.
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

  const hear = (last: string) => {
    if (last === newest) return;
    newest = last;
    // A tick at the shown price changes no pixel.
    const isShown = Number(newest) === Number(shown.replaceAll(",", ""));
    arrivedAtMs = isShown ? null : (arrivedAtMs ?? performance.now());
  };
  type Event = { s: number; y?: string[]; m: [index: number, change: { l?: string }][] };
  const symbolsOf = new Map<number, string[]>();
  const recordEvent = (data: string) => {
    const { s, y, m } = JSON.parse(data) as Event;
    if (y) symbolsOf.set(s, y);
    measures.ticks += m.length;
    for (const [index, { l }] of m) if (l !== undefined && symbolsOf.get(s)?.[index] === symbol) hear(l);
  };

  // The page reads its stream as text that has been decompressed; other streams have no such events.
  const rests = new WeakMap<object, { decoder: TextDecoder; rest: string }>();
  const readChunk = ReadableStreamDefaultReader.prototype.read;
  ReadableStreamDefaultReader.prototype.read = async function (this: ReadableStreamDefaultReader) {
    const result = await readChunk.call(this);
    if (!(result.value instanceof Uint8Array)) return result;
    const state = rests.get(this) ?? { decoder: new TextDecoder(), rest: "" };
    rests.set(this, state);
    const blocks = (state.rest + state.decoder.decode(result.value, { stream: true })).split("\n\n");
    state.rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, data] = /^(?:event: key\n)?data: (\{"s":.*)$/m.exec(block) ?? [];
      if (data !== undefined) recordEvent(data);
    }
    return result;
  };

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
