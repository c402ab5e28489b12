/**
 * How the emulator misbehaves on demand: `POST /__control` with some of these as JSON, `GET /__control` for the
 * lasting ones. The real venue has no such path.
 */
export type BybitSwitches = {
  /** WebSocket handshakes are responded with 403 and a page in HTML, as to an address in the wrong place. */
  rejectHandshake: boolean;
  /** REST is responded with the same 403. */
  rejectRest: boolean;
  /** REST is responded with HTTP 200 and retCode 10006, too many visits. */
  limitRest: boolean;
  /** REST connections stay open without a response. */
  hangRest: boolean;
  /** Sockets stay open and answer pings, and nothing else is said. */
  stale: boolean;
  /** Symbols of which nothing is said any more, separated by commas. */
  silent: string;
  /** Symbols whose books stand still, separated by commas: nothing is sent of them but the first snapshot. */
  stillBook: string;
  /** Every frame waits this long, in ms. */
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

/** The switches of a venue that behaves. */
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

/** What is done once. */
export type BybitActions = {
  /** Cuts every socket without a close frame. */
  drop?: boolean;
  /** Adds a symbol to `delisted`. */
  delist?: string;
  /** Lists a contract: a new one, invented after its name, or one that was delisted. It is launched now. */
  list?: { symbol: string };
  /** One ticker frame with this last price, which nothing else of the venue confirms. */
  badTick?: { symbol: string; price: string };
  /** The next book delta is lost on the way. */
  skipUpdateId?: { symbol: string };
  /** The matching service restarts: a snapshot with `u` 1 comes. */
  restartBook?: { symbol: string };
  /** The book's best bid stands above its best ask in the next frame. */
  crossBook?: { symbol: string };
  /** Sends this text as it stands to everybody who follows the topic: a recorded frame, or a broken one. */
  say?: { topic: string; text: string };
  /** Moves the whole market of a symbol (last, mark, index, book, trades) through these prices, one each 100 ms. */
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
  "say",
  "push",
] as const satisfies (keyof BybitActions)[];
