import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CandleFeed, type CandleFeedState } from "@/lib/client/candle-feed";
import type { Bar } from "@/lib/client/candle-fold";
import { startOfCandleMs } from "@/lib/client/intervals";
import { type CandlesAnswer, type CandlesQuery, RequestError } from "@/lib/client/market-api";
import type { Candle, Interval, Tick } from "@/lib/schemas/market";

const MINUTE = 60_000;
/** Two minutes and a half into a five-minute candle. */
const NOW = Date.UTC(2026, 10, 23, 12, 2, 30);
const LAUNCH = NOW - 3_000 * 5 * MINUTE;

/** A venue where every minute has price 100 and volume 1, and the open minute has volume 0.5. */
function answer({ interval, limit, beforeMs, symbol }: CandlesQuery): CandlesAnswer {
  const step = Number(interval) * MINUTE;
  const nowMs = Date.now();
  const newest = startOfCandleMs(interval, (beforeMs ?? nowMs + 1) - 1);
  const candles: Candle[] = [];
  for (let startMs = newest - (limit - 1) * step; startMs <= newest; startMs += step) {
    if (startMs < LAUNCH) continue;
    const minutes = Math.min(step, nowMs - startMs) / MINUTE;
    const prices = { open: "100", high: "100", low: "100", close: "100", turnover: "0" };
    candles.push({ startMs, ...prices, volume: String(minutes) });
  }
  return { symbol, interval, candles, serverTimeMs: nowMs, end: candles.length < limit };
}

function setUp(interval: Interval, fetchPage?: (query: CandlesQuery) => Promise<CandlesAnswer>) {
  const log: {
    bars: readonly Bar[];
    last: Bar | null;
    state: CandleFeedState | null;
    queries: CandlesQuery[];
  } = {
    bars: [],
    last: null,
    state: null,
    queries: [],
  };
  const feed = new CandleFeed({
    symbol: "BTCUSDT",
    interval,
    random: () => 0,
    fetchPage: (query) => {
      log.queries.push(query);
      return fetchPage ? fetchPage(query) : Promise.resolve(answer(query));
    },
    onBars: (bars) => {
      log.bars = bars;
      log.last = bars.at(-1) ?? null;
    },
    onLastBar: (bar) => {
      log.last = bar;
    },
    onState: (state) => {
      log.state = state;
    },
  });
  return { feed, log };
}

function tick(startMs: number, close: number, volume: number): Tick {
  const candle: Tick["candle"] = [
    startMs,
    "100",
    String(Math.max(100, close)),
    "100",
    String(close),
    String(volume),
  ];
  return { symbol: "BTCUSDT", candle } as Tick;
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the last candle", () => {
  test("adds the moving minute to the minutes that are closed, exactly", async () => {
    const { feed, log } = setUp("5");
    await feed.load();
    feed.takeTick(tick(NOW - 30_000, 105, 0.75));
    expect(log.last).toMatchObject({ high: 105, close: 105, volume: 2.75 });
    feed.takeTick(tick(NOW + 30_000, 90, 0.25));
    expect(log.last).toMatchObject({ close: 90, volume: 3 });
    feed.dispose();
  });

  test("closes at the newest price when the venue's candle is older than it", async () => {
    const { feed, log } = setUp("5");
    await feed.load();
    feed.takeTick({ ...tick(NOW - 30_000, 105, 0.75), last: "107", timeMs: NOW });
    expect(log.last).toMatchObject({ high: 107, close: 107 });
    feed.takeTick({ ...tick(NOW - 30_000, 105, 0.75), last: "90", timeMs: NOW + 30_000 });
    expect(log.last).toMatchObject({ close: 105 });
    feed.dispose();
  });

  test("gives way to the next one, and both are read again once", async () => {
    const { feed, log } = setUp("5");
    await feed.load();
    const before = log.queries.length;
    const next = startOfCandleMs("5", NOW) + 5 * MINUTE;
    vi.setSystemTime(next + 1_000);
    feed.takeTick(tick(next, 101, 0.1));
    expect(log.last).toMatchObject({ startMs: next, close: 101, volume: 0.1 });
    feed.takeTick(tick(next, 102, 0.2));
    await vi.advanceTimersByTimeAsync(5_000);
    const newest = log.queries.slice(before).filter((query) => query.beforeMs === undefined);
    expect(newest).toHaveLength(1);
    expect(log.bars.at(-2)).toMatchObject({ startMs: next - 5 * MINUTE, volume: 5 });
    feed.dispose();
  });

  test("asks again for minutes that were never seen", async () => {
    const { feed, log } = setUp("15");
    await feed.load();
    feed.takeTick(tick(NOW - 30_000, 100, 0.5));
    vi.setSystemTime(NOW + 6 * MINUTE);
    feed.takeTick(tick(NOW - 30_000 + 6 * MINUTE, 100, 0.5));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(log.last?.volume).toBeCloseTo(8.5, 6);
    feed.dispose();
  });
});

describe("older history", () => {
  test("is put before what there is until there is none", async () => {
    const { feed, log } = setUp("5");
    await feed.load();
    for (let page = 0; page < 9; page += 1) await feed.loadOlder();
    expect(log.state?.older).toBe("end");
    expect(log.bars[0]?.startMs).toBe(startOfCandleMs("5", LAUNCH - 1) + 5 * MINUTE);
    const starts = log.bars.map((bar) => bar.startMs);
    expect(new Set(starts).size).toBe(starts.length);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    feed.dispose();
  });

  test("is asked for once at a time", async () => {
    const { feed, log } = setUp("1");
    await feed.load();
    const before = log.queries.length;
    await Promise.all([feed.loadOlder(), feed.loadOlder()]);
    expect(log.queries.length - before).toBe(1);
    feed.dispose();
  });
});

describe("when it goes wrong", () => {
  test("the refusal is said, and a retry clears it", async () => {
    let isBroken = true;
    const { feed, log } = setUp("5", async (query) => {
      if (isBroken) throw new RequestError("venue_unavailable", "The venue did not answer.");
      return answer(query);
    });
    await feed.load();
    expect(log.state).toMatchObject({ status: "error", message: "The venue did not answer." });
    isBroken = false;
    await feed.load();
    expect(log.state?.status).toBe("ready");
    feed.dispose();
  });

  test("a market without candles is empty, not broken", async () => {
    const { feed, log } = setUp("5", async (query) => ({ ...answer(query), candles: [], end: true }));
    await feed.load();
    expect(log.state?.status).toBe("empty");
    feed.dispose();
  });

  test("an answer that comes after the end is heard by nobody", async () => {
    const { feed, log } = setUp("5");
    const loading = feed.load();
    feed.dispose();
    await loading;
    expect(log.bars).toEqual([]);
    expect(log.state?.status).toBe("loading");
  });
});
