import { type Price, toNumber } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { Context, Market, PathPoint } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { makeContext, makeInstrument, mustDecide, openPortfolio, qty } from "@/tests/support/engine-fixtures";
import type { SeededRandom } from "@/tests/support/seeded-random";

/** Time of one step of the tape, ms. */
export const STEP_MS = 50;
const FRAME_MS = 100;
/** How long a change waits for the path (`change-portfolio.ts`). */
const CHANGE_WAIT_MS = 500;
/** Delay of the venue's candles after the feed is back. */
const CANDLES_AFTER_MS = 200;
const SYMBOL = "BTCUSDT";
const START_PRICE = 10_000;
const OPENING = 100_000;
const DEPTH = qty(1_000);
const INSTRUMENT = makeInstrument();

/** Delivery of the tape by the feed: `lagMs` late, and without data in `[fromMs, toMs)`. */
export type FeedShape = { lagMs: number; silentFromMs: number; silentToMs: number };

/**
 * `venue`: as it is published. `arrival`: books count as made when they arrive and no price path lags, which is what
 * was believed before orders waited for their book; it shows what the oracle would earn.
 */
export type Belief = "venue" | "arrival";

/**
 * One portfolio beside a tape of the venue. The trader reads the tape directly, the platform through its
 * feed. A gap is walked by one candle of the tape before the first frame after it counts as walked.
 */
export class OracleWorld {
  nowMs = 0;
  state: PortfolioState;
  #walkedMs = 0;
  #frame: Pick<Market, "last" | "mark" | "index" | "book" | "tickSeq"> | null = null;
  #orders = 0;

  constructor(
    private readonly tape: readonly number[],
    private readonly feed: FeedShape,
    private readonly belief: Belief,
  ) {
    this.state = openPortfolio({ opening: OPENING });
  }

  /** The venue's price, which the trader sees immediately. */
  venuePrice(atMs = this.nowMs): number {
    return this.tape[Math.min(Math.floor(atMs / STEP_MS), this.tape.length - 1)] ?? START_PRICE;
  }

  /** The price that the platform shows. */
  shownPrice(): number {
    return this.venuePrice(this.#shownMs());
  }

  /** Equity gained since the start at the venue's price, as a share of what one unit costs. */
  gain(): number {
    const market = { ...this.#market(), last: ticks(this.venuePrice()), mark: ticks(this.venuePrice()) };
    const equity = calculateEquity(this.state, { ...this.#context(), markets: new Map([[SYMBOL, market]]) });
    return (toNumber(equity) - OPENING) / START_PRICE;
  }

  /** Advances the market to `atMs`; all waiting orders are evaluated at every step. */
  runTo(atMs: number): void {
    while (this.nowMs < atMs) {
      this.nowMs += STEP_MS;
      this.#walk();
      if (this.state.deferred.length > 0) this.send({ type: "apply-changes" });
      this.#executeQueued();
      if (this.state.orders.length > 0) this.send({ type: "expire" });
    }
  }

  /** Sends a command; returns whether it was accepted. */
  send(command: Command): boolean {
    const decision = decide(this.state, command, this.#context());
    if (decision.ok) this.state = decision.state;
    // An order was executed right after its response, with the present frame.
    if (this.belief === "arrival" && command.type !== "execute") this.#executeQueued();
    return decision.ok;
  }

  /** Sends a change as the product's routes do: once the price path is walked up to the request, or after 500 ms. */
  change(command: Command): boolean {
    const askedMs = this.nowMs;
    const isWalked = () => this.#walkedMs >= askedMs || this.belief === "arrival";
    while (!isWalked() && this.nowMs < askedMs + CHANGE_WAIT_MS) this.runTo(this.nowMs + STEP_MS);
    return this.send(command);
  }

  #executeQueued(): void {
    for (const { id, status } of this.state.orders) {
      if (status === "QUEUED") this.send({ type: "execute", orderId: id });
    }
  }

  newId(): string {
    this.#orders += 1;
    return `o${this.#orders}`;
  }

  #shownMs(): number {
    const { lagMs, silentFromMs, silentToMs } = this.feed;
    const sentMs = Math.floor(Math.max(0, this.nowMs - lagMs) / FRAME_MS) * FRAME_MS;
    const isSilent = this.nowMs >= silentFromMs && this.nowMs < silentToMs;
    return isSilent ? Math.min(sentMs, Math.floor(silentFromMs / FRAME_MS) * FRAME_MS - lagMs) : sentMs;
  }

  #walk(): void {
    const shownMs = this.#shownMs();
    if (shownMs <= this.#walkedMs) return;
    const isGap = shownMs - this.#walkedMs > 5_000;
    if (isGap && this.nowMs < this.feed.silentToMs + CANDLES_AFTER_MS) return;
    const seen: number[] = [];
    for (let at = this.#walkedMs + STEP_MS; at <= shownMs; at += STEP_MS) seen.push(this.venuePrice(at));
    const path = isGap ? this.#candle(seen) : this.#points(seen);
    this.state = mustDecide(this.state, { type: "price-moved", symbol: SYMBOL, path }, this.#context()).state;
    this.#walkedMs = shownMs;
  }

  #points(seen: readonly number[]) {
    const points: PathPoint[] = seen.map((last, index) => ({
      last: ticks(last),
      mark: ticks(last),
      qty: qty(1),
      timeMs: this.#walkedMs + (index + 1) * STEP_MS,
      seq: index,
    }));
    return { kind: "points" as const, points };
  }

  #candle(seen: readonly number[]) {
    const open = this.venuePrice(this.#walkedMs);
    return {
      kind: "candle" as const,
      candle: {
        open: ticks(open),
        high: ticks(Math.max(open, ...seen)),
        low: ticks(Math.min(open, ...seen)),
        close: ticks(seen.at(-1) ?? open),
      },
      previousClose: ticks(open),
      startMs: this.#walkedMs,
    };
  }

  #context(): Context {
    return makeContext({ nowMs: this.nowMs, instrument: INSTRUMENT, market: this.#market() });
  }

  #market(): Market {
    const shownMs = this.#shownMs();
    const last = this.venuePrice(shownMs);
    if (this.#frame?.last !== ticks(last)) {
      const level = (offset: number) => ({ price: ticks(last + offset), qty: DEPTH });
      const book = { bids: [level(-0.1)], asks: [level(0.1)] };
      this.#frame = { last: ticks(last), mark: ticks(last), index: null, book, tickSeq: 1 };
    }
    const shown = this.#frame;
    return this.belief === "arrival"
      ? { ...shown, tickMs: this.nowMs, bookMs: this.nowMs + 1 }
      : { ...shown, tickMs: shownMs, bookMs: shownMs, feed: { offsetMs: 0, walkedMs: this.#walkedMs } };
  }
}

/** A price on the tick of the instrument. */
export function ticks(value: number) {
  return (BigInt(Math.round(value * 10)) * 10n ** 17n) as Price;
}

/** A tape of `lengthMs`: a quiet walk, and at `atMs` a jump by the share `jump`. */
export function makeJumpTape(
  random: SeededRandom,
  options: { lengthMs: number; atMs: number; jump: number },
): number[] {
  const prices: number[] = [];
  let last = START_PRICE;
  for (let atMs = 0; atMs <= options.lengthMs; atMs += STEP_MS) {
    last *= 1 + (random.next() - 0.5) * 0.000_05;
    if (atMs === options.atMs) last *= 1 + options.jump;
    prices.push(last);
  }
  return prices;
}

/** A tape that walks without a drift, wildly from `fromMs` to `toMs`. `sign` -1 is its mirror. */
export function makeWildTape(
  random: SeededRandom,
  options: { lengthMs: number; fromMs: number; toMs: number; sign: 1 | -1 },
): number[] {
  const prices: number[] = [];
  let last = START_PRICE;
  for (let atMs = 0; atMs <= options.lengthMs; atMs += STEP_MS) {
    const isWild = atMs >= options.fromMs && atMs < options.toMs;
    last += options.sign * (random.chance(0.5) ? 1 : -1) * (isWild ? 12 : 0.2);
    prices.push(last);
  }
  return prices;
}
