import "server-only";
import type { Book, Tick, TradePrint, Trades } from "@/lib/schemas/market";

/** The Redis channel that carries one symbol's frames. */
export function tickerChannel(symbol: string): string {
  return `ticker:${symbol}`;
}

/** The newest trade that has been published, so that a successor goes on exactly after it. */
export type TradeCursor = { id: string; timeMs: number };

/** What the leader knows of the venue's clock and of the price path, for those who fill orders. */
export type FrameClock = {
  /** Venue's clock minus ours, ms; see `VenueClock`. */
  offsetMs: number;
  /** Venue's time up to which the symbol's price path has been walked, ms; 0 while that is not known. */
  walkedMs: number;
};

type Frame = {
  /** The lease's fence of the leader that published it; a frame of an older fence is void. */
  fence: number;
  /** Rises with each beat of one leader. */
  sequence: number;
  lastTrade: TradeCursor | null;
  clock?: FrameClock;
  tick: Tick;
  book: Book;
  trades: TradePrint[];
};

/**
 * A frame cut into the JSON texts of its events, without parsing them: `tick` and `book` are whole
 * objects, `trades` is null when the beat had none.
 */
export type SlicedFrame = {
  fence: number;
  sequence: number;
  lastTrade: TradeCursor | null;
  clock: FrameClock | null;
  tick: string;
  book: string;
  trades: string | null;
};

/**
 * Encodes a frame as one JSON object that begins with the lengths of its parts. The parts are exactly the
 * JSON that browsers get, so that a web process passes them on without encoding anything again.
 */
export function encodeFrame(frame: Frame): string {
  const tick = JSON.stringify(frame.tick);
  const book = JSON.stringify(frame.book);
  const trades: Trades = { symbol: frame.tick.symbol, trades: frame.trades };
  const tape = frame.trades.length > 0 ? JSON.stringify(trades) : "null";
  const head = {
    fence: frame.fence,
    sequence: frame.sequence,
    lastTrade: frame.lastTrade,
    clock: frame.clock ?? null,
    lengths: [tick.length, book.length, tape.length],
  };
  return `${JSON.stringify(head).slice(0, -1)},"tick":${tick},"book":${book},"trades":${tape}}`;
}

const HEAD =
  /^\{"fence":(\d+),"sequence":(\d+),"lastTrade":(null|\{"id":"[^"]*","timeMs":\d+\}),"clock":(null|\{"offsetMs":-?\d+,"walkedMs":\d+\}),"lengths":\[(\d+),(\d+),(\d+)\],"tick":/;

/** Cuts an encoded frame into its parts; null when the text is not such a frame. */
export function sliceFrame(text: string): SlicedFrame | null {
  const head = HEAD.exec(text);
  if (!head) return null;
  const [tickLength, bookLength, tapeLength] = [Number(head[5]), Number(head[6]), Number(head[7])];
  const tickAt = head[0].length;
  const bookAt = tickAt + tickLength + ',"book":'.length;
  const tapeAt = bookAt + bookLength + ',"trades":'.length;
  if (tapeAt + tapeLength + 1 !== text.length) return null;
  const tape = text.slice(tapeAt, tapeAt + tapeLength);
  return {
    fence: Number(head[1]),
    sequence: Number(head[2]),
    lastTrade: JSON.parse(head[3] ?? "null") as TradeCursor | null,
    clock: JSON.parse(head[4] ?? "null") as FrameClock | null,
    tick: text.slice(tickAt, tickAt + tickLength),
    book: text.slice(bookAt, bookAt + bookLength),
    trades: tape === "null" ? null : tape,
  };
}

/** Whether a frame was published after another one of its symbol: by a later leader, or by a later beat. */
export function isNewerFrame(frame: SlicedFrame, than: SlicedFrame): boolean {
  return frame.fence > than.fence || (frame.fence === than.fence && frame.sequence > than.sequence);
}
