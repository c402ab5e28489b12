import { createHash } from "node:crypto";
import { joinCandles, type UnitCandle } from "@/emulators/bybit/prices/base-candles";
import { hashUnit } from "@/emulators/bybit/prices/random";
import { buildBook, diffSide, type UnitBook, type UnitLevel } from "@/emulators/bybit/prices/synthetic-book";
import type { UnitTrade } from "@/emulators/bybit/prices/tape";
import type { SymbolMarket } from "@/emulators/bybit/symbol-market";
import { candleEndMs, type Interval } from "@/lib/core/candle-interval";

const DAY_MS = 86_400_000;
/** Maximum age of an unfollowed symbol's state before it is refreshed for a new subscriber, in ms. */
const CATCH_UP_MS = 1_000;
const MOST_TRADES = 20;
const DEPTHS = [1, 50, 200, 1_000] as const;

/** One message as text, and the topic whose subscribers get it. */
export type Frame = { topic: string; text: string };
/** A kline message and its candle. */
export type KlineFrame = Frame & { startMs: number };

/**
 * Creates one symbol's messages as the venue does: ticker deltas with only what changed, trades, books whose
 * `u` rises by one, klines. Padding follows the venue: tickers, trades and the 50-level book pad to the price
 * scale, klines and the top of the book trim.
 */
export class SymbolFrames {
  readonly market: SymbolMarket;
  readonly #gap: number;
  readonly #usualSize: number;
  readonly #books = new Map<number, { book: UnitBook; updateId: number }>();
  /** Topics followed at the last step: their state changes only by messages sent to the subscribers. */
  readonly #followed = new Set<string>();
  #ticker: Record<string, string> = {};
  #lastTrade = { price: 0, isUp: true };
  #sequence: number;
  #steppedToMs: number;
  #bestBid = 0;
  #day: { minute: number; fields: Record<string, string> } | null = null;

  readonly #fundingMs: number;

  constructor(market: SymbolMarket, fundingMinutes: number, nowMs: number) {
    this.market = market;
    this.#fundingMs = fundingMinutes * 60_000;
    const price = market.priceAt(nowMs);
    // Levels a few hundredths of a percent apart, and a size that an ordinary minute could consume.
    this.#gap = Math.max(1, Math.round(price * 0.00001));
    this.#usualSize = Math.max(2, readUsualVolume(market, nowMs) / 60);
    this.#sequence = nowMs * 1_000;
    this.#steppedToMs = nowMs;
    this.#bestBid = price;
  }

  /** What happened since the last step, for the topics that `isFollowed`. */
  step(nowMs: number, isFollowed: (topic: string) => boolean): Frame[] {
    const { symbol } = this.market;
    const isWanted = (topic: string) => {
      const wanted = isFollowed(topic);
      if (wanted) this.#followed.add(topic);
      else this.#followed.delete(topic);
      return wanted;
    };
    const trades = this.#moveTo(nowMs);
    const frames: Frame[] = [];
    const topics = { trades: `publicTrade.${symbol}`, ticker: `tickers.${symbol}` };
    if (trades.length > 0 && isWanted(topics.trades)) frames.push(this.#trades(topics.trades, trades, nowMs));
    for (const depth of DEPTHS) {
      const topic = `orderbook.${depth}.${symbol}`;
      const frame = isWanted(topic) ? this.#bookDelta(topic, depth, nowMs) : null;
      if (frame) frames.push(frame);
    }
    if (isWanted(topics.ticker)) {
      const frame = this.#tickerDelta(topics.ticker, nowMs);
      if (frame) frames.push(frame);
    }
    return frames;
  }

  /** The topic has no subscribers any more: the next one begins with a new state. */
  unfollow(topic: string): void {
    this.#followed.delete(topic);
  }

  /** Advances to this instant. @returns the trades on the way, none after a time without subscribers */
  #moveTo(nowMs: number): UnitTrade[] {
    const isContinued = nowMs - this.#steppedToMs < 2 * CATCH_UP_MS;
    const trades = isContinued ? this.market.tradesBetween(this.#steppedToMs, nowMs, MOST_TRADES) : [];
    this.#steppedToMs = nowMs;
    this.#sequence += 1 + (nowMs % 2_518);
    const last = trades.at(-1);
    const price = this.market.priceAt(nowMs);
    // A buy prints at the ask and a sell at the bid.
    this.#bestBid = Math.max(1, last && last.price === price && last.isBuy ? price - 1 : price);
    return trades;
  }

  #catchUp(nowMs: number): void {
    if (nowMs - this.#steppedToMs >= CATCH_UP_MS) this.#moveTo(nowMs);
  }

  /** The first message of a subscription; null for topics that have none. */
  snapshot(topic: string, nowMs: number): Frame | null {
    const [kind, depth] = topic.split(".");
    if (this.#followed.size === 0) this.#catchUp(nowMs);
    if (kind === "tickers") {
      if (!this.#followed.has(topic)) this.#ticker = this.#readTicker(nowMs);
      const data = { symbol: this.market.symbol, ...this.#ticker };
      return this.#message(topic, "snapshot", { data, cs: this.#sequence, ts: nowMs });
    }
    if (kind === "orderbook") return this.#bookSnapshot(topic, Number(depth), nowMs);
    return null;
  }

  /** The candle of an interval that contains `atMs`, up to now. */
  async kline(
    topic: string,
    interval: Interval,
    { atMs, nowMs }: { atMs: number; nowMs: number },
  ): Promise<KlineFrame | null> {
    const query = { interval, startMs: 0, endMs: atMs, limit: 1, nowMs };
    const [candle] = await this.market.readCandles(query);
    if (!candle) return null;
    const price = (ticks: number) => this.trimmedPrice(ticks);
    const endMs = candleEndMs(interval, candle.startMs);
    const data = [
      {
        start: candle.startMs,
        end: endMs - 1,
        interval,
        open: price(candle.open),
        close: price(candle.close),
        high: price(candle.high),
        low: price(candle.low),
        volume: this.qty(candle.volume),
        turnover: this.turnover(candle),
        confirm: endMs <= nowMs,
        timestamp: nowMs,
      },
    ];
    const text = JSON.stringify({ topic, type: "snapshot", ts: nowMs, data });
    return { topic, text, startMs: candle.startMs };
  }

  /** A book whose best bid is above its best ask; the next delta corrects it. */
  crossed(topic: string, nowMs: number): Frame | null {
    const published = this.#books.get(50);
    const above = published?.book.asks[1];
    if (!published || !above) return null;
    const book = { bids: [above, ...published.book.bids], asks: published.book.asks };
    const updateId = published.updateId + 1;
    this.#books.set(50, { book, updateId });
    const changes = { bids: [above], asks: [] };
    return this.#bookMessage({ topic, type: "delta", book: changes, updateId, nowMs, depth: 50 });
  }

  /** A ticker with this last price, which no other data confirms. */
  outlierTick(topic: string, price: string, nowMs: number): Frame {
    const data = { symbol: this.market.symbol, lastPrice: price };
    return this.#message(topic, "delta", { data, cs: this.#sequence, ts: nowMs });
  }

  /** Drops the next delta. */
  skipUpdate(): void {
    for (const published of this.#books.values()) published.updateId += 1;
  }

  /** The service restarted: its update ids begin at 1 again. */
  restart(): void {
    this.#books.clear();
  }

  paddedPrice(ticks: number): string {
    const { tick, priceDigits } = this.market.base.units;
    return (ticks * tick).toFixed(priceDigits);
  }

  trimmedPrice(ticks: number): string {
    return String(Number(this.paddedPrice(ticks)));
  }

  qty(steps: number): string {
    const { step, qtyDigits } = this.market.base.units;
    return String(Number((steps * step).toFixed(qtyDigits)));
  }

  turnover(candle: UnitCandle): string {
    const { tick, step } = this.market.base.units;
    const mean = ((candle.open + candle.high + candle.low + candle.close) / 4) * tick;
    return String(Number((candle.volume * step * mean).toFixed(4)));
  }

  /** The book in REST format. */
  readBook(depth: number, nowMs: number): { b: string[][]; a: string[][]; u: number; seq: number } {
    if (this.#followed.size === 0) this.#catchUp(nowMs);
    const book = this.#makeBook(depth, nowMs);
    const updateId = this.#books.get(50)?.updateId ?? 1;
    return { b: this.#levels(book.bids), a: this.#levels(book.asks), u: updateId, seq: this.#sequence };
  }

  /** All ticker fields at this instant. */
  readTicker(nowMs: number): Record<string, string> {
    if (this.#followed.size === 0) this.#catchUp(nowMs);
    return this.#readTicker(nowMs);
  }

  /** The last trades in REST format, newest first. */
  recentTrades(most: number, nowMs: number): object[] {
    const trades = this.market.tradesBetween(nowMs - 600_000, nowMs, most);
    return trades.reverse().map((trade) => ({
      execId: tradeId(this.market.symbol, trade.key),
      symbol: this.market.symbol,
      price: this.paddedPrice(trade.price),
      size: this.qty(trade.qty),
      side: trade.isBuy ? "Buy" : "Sell",
      time: String(trade.timeMs),
      isBlockTrade: false,
      isRPITrade: false,
      seq: String(this.#sequence),
    }));
  }

  /** The rate of the funding instant `atMs`, as text. */
  fundingRate(atMs: number): string {
    const rate = 0.0001 + (hashUnit(23, Math.floor(atMs / this.#fundingMs)) - 0.5) * 0.0002;
    return rate.toFixed(8).replace(/0+$/, "");
  }

  /**
   * Open interest at that instant, both sides counted: some 25 quiet hours of volume, changing each minute.
   */
  openInterest(atMs: number): string {
    const drawn = 0.98 + hashUnit(29, Math.floor(atMs / 60_000)) * 0.04;
    return this.qty(Math.round(this.#usualSize * 90_000 * drawn));
  }

  #trades(topic: string, trades: UnitTrade[], nowMs: number): Frame {
    const { symbol } = this.market;
    const data = trades.map((trade) => {
      const direction = this.#direct(trade.price);
      return {
        T: trade.timeMs,
        s: symbol,
        S: trade.isBuy ? "Buy" : "Sell",
        v: this.qty(trade.qty),
        p: this.paddedPrice(trade.price),
        L: direction,
        i: tradeId(symbol, trade.key),
        BT: false,
        RPI: false,
        seq: this.#sequence,
      };
    });
    return { topic, text: JSON.stringify({ topic, type: "snapshot", ts: nowMs, data }) };
  }

  /** Up or down against the trade before; a repeated price keeps the last direction, with a zero before it. */
  #direct(price: number): string {
    const { price: before, isUp } = this.#lastTrade;
    const isSame = price === before || before === 0;
    this.#lastTrade = { price, isUp: isSame ? isUp : price > before };
    return `${isSame ? "Zero" : ""}${this.#lastTrade.isUp ? "Plus" : "Minus"}Tick`;
  }

  #tickerDelta(topic: string, nowMs: number): Frame | null {
    const next = this.#readTicker(nowMs);
    const changed = Object.entries(next).filter(([name, value]) => this.#ticker[name] !== value);
    this.#ticker = next;
    if (changed.length === 0) return null;
    const data = { symbol: this.market.symbol, ...Object.fromEntries(changed) };
    return this.#message(topic, "delta", { data, cs: this.#sequence, ts: nowMs });
  }

  #message(topic: string, type: string, rest: object): Frame {
    return { topic, text: JSON.stringify({ topic, type, ...rest }) };
  }

  #makeBook(depth: number, nowMs: number): UnitBook {
    const recorded = this.market.bookAt(nowMs, depth);
    if (recorded) return recorded;
    const { symbol } = this.market;
    const options = { symbol, bestBid: this.#bestBid, timeMs: nowMs, depth, gap: this.#gap };
    return buildBook({ ...options, usualSize: this.#usualSize });
  }

  #bookSnapshot(topic: string, depth: number, nowMs: number): Frame {
    const published = this.#books.get(depth);
    const isShared = published !== undefined && this.#followed.has(topic);
    const book = isShared ? published.book : this.#makeBook(depth, nowMs);
    const updateId = isShared ? published.updateId : (published?.updateId ?? 0) + 1;
    this.#books.set(depth, { book, updateId });
    return this.#bookMessage({ topic, type: "snapshot", book, updateId, nowMs, depth });
  }

  #bookDelta(topic: string, depth: number, nowMs: number): Frame | null {
    const published = this.#books.get(depth);
    if (!published) return this.#bookSnapshot(topic, depth, nowMs);
    const book = this.#makeBook(depth, nowMs);
    const changes = {
      bids: diffSide(published.book.bids, book.bids),
      asks: diffSide(published.book.asks, book.asks),
    };
    if (changes.bids.length + changes.asks.length === 0) return null;
    const updateId = published.updateId + 1;
    this.#books.set(depth, { book, updateId });
    // The top of the book is always sent as a snapshot.
    if (depth === 1) return this.#bookMessage({ topic, type: "snapshot", book, updateId, nowMs, depth });
    return this.#bookMessage({ topic, type: "delta", book: changes, updateId, nowMs, depth });
  }

  #bookMessage(message: {
    topic: string;
    type: string;
    book: UnitBook;
    updateId: number;
    nowMs: number;
    depth: number;
  }): Frame {
    const { topic, type, book, updateId, nowMs, depth } = message;
    const isTrimmed = depth === 1;
    const data = {
      s: this.market.symbol,
      b: this.#levels(book.bids, isTrimmed),
      a: this.#levels(book.asks, isTrimmed),
      u: updateId,
      seq: this.#sequence,
    };
    return { topic, text: JSON.stringify({ topic, type, ts: nowMs, data, cts: nowMs - 2 }) };
  }

  #levels(levels: readonly UnitLevel[], isTrimmed = false): string[][] {
    return levels.map(([price, size]) => [
      isTrimmed ? this.trimmedPrice(price) : this.paddedPrice(price),
      size === 0 ? "0" : this.qty(size),
    ]);
  }

  #readTicker(nowMs: number): Record<string, string> {
    const { market } = this;
    const price = market.priceAt(nowMs);
    const basis = 1 + (hashUnit(17, Math.floor(nowMs / 5_000)) - 0.5) * 0.0002;
    const book = this.#makeBook(1, nowMs);
    const [bid, ask] = [book.bids[0], book.asks[0]];
    const nextFunding = (Math.floor(nowMs / this.#fundingMs) + 1) * this.#fundingMs;
    const interest = this.openInterest(nowMs);
    return {
      tickDirection: `Zero${this.#lastTrade.isUp ? "Plus" : "Minus"}Tick`,
      ...this.#dayFields(nowMs, price),
      lastPrice: this.paddedPrice(price),
      markPrice: this.paddedPrice(Math.round(price * (1 + (basis - 1) / 4))),
      indexPrice: this.paddedPrice(Math.round(price * basis)),
      openInterest: interest,
      openInterestValue: (Number(interest) * Number(this.paddedPrice(price))).toFixed(2),
      singleOpenInterest: String(Number((Number(interest) / 2).toFixed(4))),
      nextFundingTime: String(nextFunding),
      fundingRate: this.fundingRate(nextFunding),
      fundingIntervalHour: String(this.#fundingMs / 3_600_000),
      bid1Price: bid ? this.paddedPrice(bid[0]) : "",
      bid1Size: bid ? this.qty(bid[1]) : "",
      ask1Price: ask ? this.paddedPrice(ask[0]) : "",
      ask1Size: ask ? this.qty(ask[1]) : "",
    };
  }

  /** High, low and volume of 24 hours, recalculated once a minute; the change follows the price. */
  #dayFields(nowMs: number, price: number): Record<string, string> {
    const { base } = this.market;
    const index = Math.floor(nowMs / base.lengthMs);
    if (this.#day?.minute !== index) {
      const first = Math.floor((nowMs - DAY_MS) / base.lengthMs);
      const parts: UnitCandle[] = [];
      for (let at = first; at < index; at += 1) {
        const candle = base.candleAt(at);
        if (candle) parts.push(candle);
      }
      const day = joinCandles(parts) ?? { open: price, high: price, low: price, close: price, volume: 0 };
      const fields = {
        prevPrice24h: this.paddedPrice(day.open),
        highPrice24h: this.paddedPrice(Math.max(day.high, price)),
        lowPrice24h: this.paddedPrice(Math.min(day.low, price)),
        prevPrice1h: this.paddedPrice(market1h(this.market, nowMs) || price),
        turnover24h: Number(this.turnover(day)).toFixed(4),
        volume24h: Number(this.qty(day.volume)).toFixed(4),
      };
      this.#day = { minute: index, fields };
    }
    const before = Number(this.#day.fields.prevPrice24h);
    const change = before > 0 ? Number(this.paddedPrice(price)) / before - 1 : 0;
    return { price24hPcnt: change.toFixed(6), ...this.#day.fields };
  }
}

/** The price an hour ago, by the candle of that minute: 0 where there was none. */
function market1h({ base }: SymbolMarket, nowMs: number): number {
  return base.candleAt(Math.floor((nowMs - 3_600_000) / base.lengthMs))?.open ?? 0;
}

/** A UUID that depends on symbol and trade only, so that it is the same after a restart. */
function tradeId(symbol: string, key: string): string {
  const hex = createHash("sha1").update(`${symbol} ${key}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/** Candles of the last day whose mean is a usual one: one in each half hour. */
const SAMPLES = 48;

/**
 * Volume of a usual minute, in steps. The candle of one instant would make the books of the whole run depend on the
 * second of its start: at the beginning of a minute it is almost empty.
 */
function readUsualVolume({ base }: SymbolMarket, nowMs: number): number {
  const newest = Math.floor(nowMs / base.lengthMs) - 1;
  const stride = Math.max(1, Math.round(DAY_MS / SAMPLES / base.lengthMs));
  const volumes = Array.from(
    { length: SAMPLES },
    (_, at) => base.candleAt(newest - at * stride)?.volume ?? 0,
  );
  const known = volumes.filter((volume) => volume > 0);
  if (known.length === 0) return 100;
  const minutes = (known.length * base.lengthMs) / 60_000;
  return known.reduce((sum, volume) => sum + volume, 0) / minutes;
}
