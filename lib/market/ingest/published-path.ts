import "server-only";

/** More points than a market makes while Redis is away for long; beyond them the path counts as lost. */
const MAX_POINTS = 20_000;

/** One price seen on the way, as the venue wrote it; `qty` is what traded at `last`, "0" where nothing did. */
export type PublishedPoint = {
  last: string;
  mark: string | null;
  qty: string;
  timeMs: number;
  seq: number;
};

/** Where one symbol went since the last publication, in order. */
export type PublishedPath = {
  symbol: string;
  points: PublishedPoint[];
  /** The venue's clock at its newest message: the path is known up to here, in ms. */
  throughMs: number;
  /** The points since the last publication were too many to keep: the path has a gap. */
  isLost: boolean;
  fundingRate: string | null;
  nextFundingMs: number | null;
};

/** Collects every price of one symbol between two publications. Nothing is conflated: each may be what a stop waits for. */
export class PathRecorder {
  #points: PublishedPoint[] = [];
  #isLost = false;
  #last: string | null = null;
  #mark: string | null = null;

  /** A trade on the tape. */
  noteTrade(trade: { price: string; qty: string; timeMs: number }, seq: number): void {
    this.#last = trade.price;
    this.#push({ last: trade.price, mark: this.#mark, qty: trade.qty, timeMs: trade.timeMs, seq });
  }

  /** A ticker: its mark counts; its last price only until the tape has spoken, since it comes later. */
  noteTicker(ticker: { last: string; mark: string | null; timeMs: number }, seq: number): void {
    const last = this.#last ?? ticker.last;
    if (ticker.mark === this.#mark && this.#last !== null) return;
    this.#last = last;
    this.#mark = ticker.mark;
    this.#push({ last, mark: ticker.mark, qty: "0", timeMs: ticker.timeMs, seq });
  }

  /** Gives the points away and begins again. */
  take(): { points: PublishedPoint[]; isLost: boolean } {
    const taken = { points: this.#points, isLost: this.#isLost };
    this.#points = [];
    this.#isLost = false;
    return taken;
  }

  #push(point: PublishedPoint): void {
    if (this.#points.length >= MAX_POINTS) {
      this.#points = [];
      this.#isLost = true;
    }
    this.#points.push(point);
  }
}
