/** The whole venue, and the symbols whose book, trades and candle are followed. */
export const SYMBOLS: readonly string[] = Array.from({ length: 650 }, (_, index) => `C${index}USDT`);
export const FOLLOWED: readonly string[] = SYMBOLS.slice(0, 100);

/**
 * Frames of the venue per second: 172 books were recorded at 1,445 to 1,686 frames a second, so 100 of them
 * make 980; a ticker at 5.6 frames a second for a lively symbol and one for each of the others; trades and
 * candles.
 */
const BOOK_FRAMES = 980;
const TICKER_FRAMES = 560 + 550;
const TRADE_FRAMES = 300;
const KLINE_FRAMES = 100;
export const VENUE_FRAMES_A_SECOND = BOOK_FRAMES + TICKER_FRAMES + TRADE_FRAMES + KLINE_FRAMES;
const SECONDS = 20;

/** The first messages of every topic, then some seconds of the mix. */
export function buildFrames(): { snapshots: string[]; deltas: string[] } {
  const snapshots = [...SYMBOLS.map(buildTickerSnapshot), ...FOLLOWED.map(buildBookSnapshot)];
  const deltas: string[] = [];
  const updateIds = new Map<string, number>();
  for (let second = 0; second < SECONDS; second += 1) {
    const frames: string[] = [];
    for (let index = 0; index < BOOK_FRAMES; index += 1) {
      const symbol = FOLLOWED[index % FOLLOWED.length] ?? "";
      const updateId = (updateIds.get(symbol) ?? 1) + 1;
      updateIds.set(symbol, updateId);
      frames.push(buildBookDelta(symbol, updateId));
    }
    for (let index = 0; index < TICKER_FRAMES; index += 1) {
      const symbol = index < 560 ? FOLLOWED[index % FOLLOWED.length] : SYMBOLS[100 + (index - 560)];
      frames.push(buildTickerDelta(symbol ?? "", second * 10_000 + index));
    }
    for (let index = 0; index < TRADE_FRAMES; index += 1) {
      frames.push(buildTrade(FOLLOWED[index % FOLLOWED.length] ?? "", second * 10_000 + index));
    }
    for (const symbol of FOLLOWED) frames.push(buildKline(symbol, second));
    deltas.push(...interleave(frames, updateIds.size));
  }
  return { snapshots, deltas };
}

/** Spreads the kinds over the second; the order within a symbol's topic stays. */
function interleave(frames: readonly string[], stride: number): string[] {
  const mixed: string[] = [];
  for (let start = 0; start < stride; start += 1) {
    for (let at = start; at < frames.length; at += stride) mixed.push(frames[at] ?? "");
  }
  return mixed;
}

function buildTickerSnapshot(symbol: string): string {
  const data = {
    symbol,
    lastPrice: "100.00",
    markPrice: "100.01",
    indexPrice: "100.02",
    price24hPcnt: "0.010000",
    highPrice24h: "103.20",
    lowPrice24h: "97.10",
    volume24h: "1511855.5160",
    turnover24h: "151185551.4294",
    openInterest: "52774.528",
    fundingRate: "0.0001",
    nextFundingTime: "1680681600000",
    bid1Price: "99.90",
    bid1Size: "1.5",
    ask1Price: "100.10",
    ask1Size: "1.5",
  };
  return JSON.stringify({ topic: `tickers.${symbol}`, type: "snapshot", data, cs: 0, ts: 1 });
}

/** As recorded: the best sizes in each, prices and figures in every second one. */
function buildTickerDelta(symbol: string, index: number): string {
  const price = (100 + (index % 17) / 100).toFixed(2);
  const data = {
    symbol,
    bid1Size: `${1 + (index % 9)}.496`,
    ...(index % 2 === 0 && {
      lastPrice: price,
      markPrice: price,
      price24hPcnt: `0.01${String(index % 997).padStart(4, "0")}`,
      volume24h: `15118${index % 99_991}.5160`,
      turnover24h: `1511855${index % 99_991}.4294`,
    }),
  };
  return JSON.stringify({
    topic: `tickers.${symbol}`,
    type: "delta",
    data,
    cs: index + 1,
    ts: 1_000 + index,
  });
}

function buildBookSnapshot(symbol: string): string {
  const ladder = (from: number, step: number) =>
    Array.from({ length: 50 }, (_, level) => [(from + step * level).toFixed(2), "1.5"]);
  const data = { s: symbol, b: ladder(99.9, -0.1), a: ladder(100.1, 0.1), u: 1, seq: 1 };
  return JSON.stringify({ topic: `orderbook.50.${symbol}`, type: "snapshot", ts: 1, data, cts: 1 });
}

/** Three levels a side, as the recorded mean of 270 bytes has it. */
function buildBookDelta(symbol: string, u: number): string {
  const level = (base: number, offset: number) => [
    (base + ((u * 7 + offset * 13) % 40) / 10).toFixed(2),
    `${1 + ((u + offset) % 7)}.25`,
  ];
  const data = {
    s: symbol,
    b: [level(95.9, 1), level(95.9, 2), level(95.9, 3)],
    a: [level(100.1, 1), level(100.1, 2), level(100.1, 3)],
    u,
    seq: u,
  };
  return JSON.stringify({
    topic: `orderbook.50.${symbol}`,
    type: "delta",
    ts: 1_000 + u,
    data,
    cts: 1_000 + u,
  });
}

function buildTrade(symbol: string, index: number): string {
  const data = [
    {
      T: 1_000 + index,
      s: symbol,
      S: index % 2 === 0 ? "Buy" : "Sell",
      v: "0.25",
      p: "100.00",
      L: "PlusTick",
      i: `8c931d9a-b703-5c34-9aeb-${String(index).padStart(12, "0")}`,
      BT: false,
      RPI: false,
      seq: index,
    },
  ];
  return JSON.stringify({ topic: `publicTrade.${symbol}`, type: "snapshot", ts: 1_000 + index, data });
}

function buildKline(symbol: string, second: number): string {
  const candle = {
    start: 0,
    end: 59_999,
    interval: "1",
    open: "100",
    close: "100.1",
    high: "100.2",
    low: "99.9",
  };
  const data = [
    { ...candle, volume: `${1_000 + second}.5`, turnover: "100", confirm: false, timestamp: second },
  ];
  return JSON.stringify({ topic: `kline.1.${symbol}`, type: "snapshot", ts: 1_000 + second, data });
}
