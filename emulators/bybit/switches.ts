/**
 * How the emulator misbehaves on demand: `POST /__control` with some of these as JSON, `GET /__control` for the
 * lasting ones. The real venue has no such path.
 */
export type BybitSwitches = {
  /** WebSocket handshakes get 403 and a page in HTML, as from a blocked region. */
  rejectHandshake: boolean;
  /** REST gets the same 403. */
  rejectRest: boolean;
  /** REST gets HTTP 200 and retCode 10006, too many visits. */
  limitRest: boolean;
  /** REST connections stay open without a response. */
  hangRest: boolean;
  /** Sockets stay open and respond to pings, without any data. */
  stale: boolean;
  /** Symbols without any further messages, separated by commas. */
  silent: string;
  /** Symbols whose books are frozen, separated by commas: only the first snapshot is sent. */
  stillBook: string;
  /** Every frame is delayed by this, in ms. */
  delayMs: number;
  /** Share of frames (0 to 1) that are sent twice. */
  duplicate: number;
  /** Share of frames (0 to 1) that are not JSON. */
  garbage: number;
  /** Frames of one step go out in reverse. */
  reorder: boolean;
  /** Symbols that the venue no longer lists, separated by commas. */
  delisted: string;
  /** Symbols that are announced and not traded yet, separated by commas. */
  preLaunch: string;
  /** Symbols that are on the list as closed, separated by commas. */
  closed: string;
};

/** The defaults: no faults. */
export const BEHAVED: BybitSwitches = {
  rejectHandshake: false,
  rejectRest: false,
  limitRest: false,
  hangRest: false,
  stale: false,
  silent: "",
  stillBook: "",
  delayMs: 0,
  duplicate: 0,
  garbage: 0,
  reorder: false,
  delisted: "",
  preLaunch: "",
  closed: "",
};

/** One-time actions. */
export type BybitActions = {
  /** Cuts every socket without a close frame. */
  drop?: boolean;
  /** Adds a symbol to `delisted`. */
  delist?: string;
  /** Lists a contract: a new one, derived from its name, or one that was delisted. Its launch is now. */
  list?: { symbol: string };
  /** One ticker frame with this last price, an outlier that no other data confirms. */
  badTick?: { symbol: string; price: string };
  /** The next book delta is dropped. */
  skipUpdateId?: { symbol: string };
  /** The matching service restarts: sends a snapshot with `u` 1. */
  restartBook?: { symbol: string };
  /** The best bid is above the best ask in the next frame. */
  crossBook?: { symbol: string };
  /** Sends this text unchanged to every subscriber of the topic: a recorded frame, or a broken one. */
  sendText?: { topic: string; text: string };
  /**
   * Moves the whole market of a symbol (last, mark, index, book, trades) through these prices, one per 100
   * ms.
   */
  push?: { symbol: string; prices: (string | number)[] };
};

export const ACTION_NAMES = [
  "drop",
  "delist",
  "list",
  "badTick",
  "skipUpdateId",
  "restartBook",
  "crossBook",
  "sendText",
  "push",
] as const satisfies (keyof BybitActions)[];
