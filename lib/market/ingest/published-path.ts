import "server-only";

/** More points than a market makes during a long outage of Redis; beyond them the path counts as lost. */
const MAX_POINTS = 20_000;

/** One price of a path, as the venue wrote it; `qty` is what traded at `last`, "0" if nothing did. */
export type PublishedPoint = {
  last: string;
  mark: string | null;
  qty: string;
  timeMs: number;
  seq: number;
};

/** The prices of one symbol since the last publication, in order. */
export type PublishedPath = {
  symbol: string;
  points: PublishedPoint[];
  /** The venue's clock at its newest message: the path is complete up to here, in ms. */
  throughMs: number;
  /** There were too many points since the last publication: the path has a gap. */
  isLost: boolean;
  fundingRate: string | null;
  nextFundingMs: number | null;
};

/**
 * Collects every price of one symbol between two publications, without conflation: each may trigger a stop.
 */
export class PathRecorder {
  #points: PublishedPoint[] = [];
  #isLost = false;
  #last: string | null = null;
  #mark: string | null = null;

  /** Records a trade of the tape. */
  recordTrade(trade: { price: string; qty: string; timeMs: number }, seq: number): void {
    this.#last = trade.price;
    this.#push({ last: trade.price, mark: this.#mark, qty: trade.qty, timeMs: trade.timeMs, seq });
  }

  /**
   * Records a ticker: its mark always; its last price only before the first trade, since the tape is earlier.
   */
  recordTicker(ticker: { last: string; mark: string | null; timeMs: number }, seq: number): void {
    const last = this.#last ?? ticker.last;
    if (ticker.mark === this.#mark && this.#last !== null) return;
    this.#last = last;
    this.#mark = ticker.mark;
    this.#push({ last, mark: ticker.mark, qty: "0", timeMs: ticker.timeMs, seq });
  }

  /** Returns the points and clears them. */
  drain(): { points: PublishedPoint[]; isLost: boolean } {
    const drained = { points: this.#points, isLost: this.#isLost };
    this.#points = [];
    this.#isLost = false;
    return drained;
  }

  #push(point: PublishedPoint): void {
    if (this.#points.length >= MAX_POINTS) {
      this.#points = [];
      this.#isLost = true;
    }
    this.#points.push(point);
  }
}
