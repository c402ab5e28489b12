import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CandlesQuery, type CandlesResponse, RequestError } from "@/lib/client/api/market-api";
import { CandleFeed, type CandleFeedState } from "@/lib/client/chart/candle-feed";
import type { Bar } from "@/lib/client/chart/candle-fold";
import {
  candleEndMs,
  candleIndex,
  candleStartMs,
  type Interval,
  rangeEndMs,
  startOfIndexMs,
} from "@/lib/core/candle-interval";
import type { CandleDto, Tick } from "@/lib/schemas/market/market";

const MINUTE = 60_000;
/** Two minutes and a half into a five-minute candle. */
const NOW = Date.UTC(2026, 10, 23, 12, 2, 30);
const LAUNCH = NOW - 3_000 * 5 * MINUTE;

/** A venue where every minute has price 100 and volume 1, and the open minute has volume 0.5. */
function response({ interval, limit, beforeMs, symbol }: CandlesQuery): CandlesResponse {
  const nowMs = Date.now();
  const newest = candleIndex(interval, (beforeMs ?? nowMs + 1) - 1);
  const candles: CandleDto[] = [];
  for (let index = newest - limit + 1; index <= newest; index += 1) {
    const startMs = startOfIndexMs(interval, index);
    if (candleEndMs(interval, startMs) <= LAUNCH) continue;
    const minutes = (Math.min(candleEndMs(interval, startMs), nowMs) - startMs) / MINUTE;
    const prices = { open: "100", high: "100", low: "100", close: "100", turnover: "0" };
    candles.push({ startMs, ...prices, volume: String(minutes) });
  }
  return {
    symbol,
    interval,
    candles,
    serverTimeMs: nowMs,
    end: candles.length < limit,
    isOpenMissing: false,
  };
}

function setUp(interval: Interval, fetchPage?: (query: CandlesQuery) => Promise<CandlesResponse>) {
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
      return fetchPage ? fetchPage(query) : Promise.resolve(response(query));
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
    feed.applyTick(tick(NOW - 30_000, 105, 0.75));
    expect(log.last).toMatchObject({ high: 105, close: 105, volume: 2.75 });
    feed.applyTick(tick(NOW + 30_000, 90, 0.25));
    expect(log.last).toMatchObject({ close: 90, volume: 3 });
    feed.dispose();
  });

  test("closes at the newest price when the venue's candle is older than it", async () => {
    const { feed, log } = setUp("5");
    await feed.load();
    feed.applyTick({ ...tick(NOW - 30_000, 105, 0.75), last: "107", timeMs: NOW });
    expect(log.last).toMatchObject({ high: 107, close: 107 });
    feed.applyTick({ ...tick(NOW - 30_000, 105, 0.75), last: "90", timeMs: NOW + 30_000 });
    expect(log.last).toMatchObject({ close: 105 });
    feed.dispose();
  });

  test("gives way to the next one, and both are read again once", async () => {
    const { feed, log } = setUp("5");
    await feed.load();
    const before = log.queries.length;
    const next = candleStartMs("5", NOW) + 5 * MINUTE;
    vi.setSystemTime(next + 1_000);
    feed.applyTick(tick(next, 101, 0.1));
    expect(log.last).toMatchObject({ startMs: next, close: 101, volume: 0.1 });
    feed.applyTick(tick(next, 102, 0.2));
    await vi.advanceTimersByTimeAsync(5_000);
    const newest = log.queries.slice(before).filter((query) => query.beforeMs === undefined);
    expect(newest).toHaveLength(1);
    expect(log.bars.at(-2)).toMatchObject({ startMs: next - 5 * MINUTE, volume: 5 });
    feed.dispose();
  });

  test("asks again for minutes that were never seen", async () => {
    const { feed, log } = setUp("15");
    await feed.load();
    feed.applyTick(tick(NOW - 30_000, 100, 0.5));
    vi.setSystemTime(NOW + 6 * MINUTE);
    feed.applyTick(tick(NOW - 30_000 + 6 * MINUTE, 100, 0.5));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(log.last?.volume).toBeCloseTo(8.5, 6);
    feed.dispose();
  });
});

describe("H1: after an absence no candle is missing", () => {
  /** Every start from the first bar to the last, each once. */
  function expectWhole(bars: readonly Bar[], interval: Interval): void {
    const starts = bars.map(({ startMs }) => startMs);
    const first = starts[0] ?? 0;
    const firstIndex = candleIndex(interval, first);
    expect(starts).toEqual(starts.map((_, index) => startOfIndexMs(interval, firstIndex + index)));
  }

  /** Loads, loses the connection, and receives the minute of its return. */
  async function beUnavailable(
    interval: Interval,
    minutes: number,
    fetchPage?: (query: CandlesQuery) => Promise<CandlesResponse>,
  ) {
    const { feed, log } = setUp(interval, fetchPage);
    await feed.load();
    feed.applyTick(tick(NOW - 30_000, 100, 0.5));
    const firstMs = log.bars[0]?.startMs ?? 0;
    vi.setSystemTime(NOW + minutes * MINUTE);
    feed.applyTick(tick(NOW - 30_000 + minutes * MINUTE, 101, 0.5));
    return { feed, log, firstMs };
  }

  test.each<[Interval, number]>([
    ["1", 1],
    ["1", 2],
    ["1", 5],
    ["1", 10],
    ["1", 60],
    ["1", 499],
    ["1", 1_500],
    ["1", 3_000],
    ["3", 7],
    ["5", 60],
    ["5", 6_000],
    ["15", 200],
    ["30", 90],
    ["60", 600],
    ["240", 1_000],
    ["D", 10 * 1_440],
    ["W", 5 * 7 * 1_440],
    ["M", 100 * 1_440],
  ])("%s after %i minutes", async (interval, minutes) => {
    const { feed, log, firstMs } = await beUnavailable(interval, minutes);
    await vi.advanceTimersByTimeAsync(5_000);
    expectWhole(log.bars, interval);
    expect(log.bars[0]?.startMs, "what was held stays").toBeLessThanOrEqual(firstMs);
    expect(log.last?.startMs).toBe(candleStartMs(interval, NOW + minutes * MINUTE));
    const before = log.bars.at(-2);
    const startMs = before?.startMs ?? 0;
    const lastedMs = candleEndMs(interval, startMs) - startMs;
    expect(before?.volume).toBeCloseTo(lastedMs / MINUTE, 6);
    feed.dispose();
  });

  test("of more pages than are worth reading: the newest page, and no gap", async () => {
    const { feed, log } = await beUnavailable("1", 20_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expectWhole(log.bars, "1");
    expect(log.last?.startMs).toBe(candleStartMs("1", NOW + 20_000 * MINUTE));
    feed.dispose();
  });

  test("while the venue gives no open candle: what ticks have begun stays, and it is asked again", async () => {
    let isStoredOnly = true;
    const { feed, log } = await beUnavailable("5", 60, async (query) => {
      const whole = response(query);
      if (!isStoredOnly || query.beforeMs !== undefined || Date.now() === NOW) return whole;
      return { ...whole, candles: whole.candles.slice(0, -3), isOpenMissing: true };
    });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(log.state?.isOpenMissing).toBe(true);
    expect(log.last).toMatchObject({ startMs: candleStartMs("5", NOW + 60 * MINUTE), close: 101 });
    isStoredOnly = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log.state?.isOpenMissing).toBe(false);
    expectWhole(log.bars, "5");
    feed.dispose();
  });

  test("while nothing answers: asked again ever later, and whole in the end", async () => {
    let isDown = false;
    const { feed, log } = await beUnavailable("1", 10, async (query) => {
      if (isDown) throw new RequestError("venue_unavailable", "The venue did not answer.");
      return response(query);
    });
    isDown = true;
    const before = log.queries.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(log.queries.length - before).toBeLessThan(7);
    isDown = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expectWhole(log.bars, "1");
    feed.dispose();
  });

  test("with a clock that was set back an hour", async () => {
    const { feed, log } = setUp("1", async (query) => {
      const nowMs = Date.now();
      vi.setSystemTime(NOW + 30 * MINUTE);
      const page = response(query);
      vi.setSystemTime(nowMs);
      return page;
    });
    vi.setSystemTime(NOW - 60 * MINUTE);
    await feed.load();
    feed.applyTick(tick(NOW - 30_000 + 50 * MINUTE, 101, 0.5));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(log.last?.startMs).toBe(NOW - 30_000 + 50 * MINUTE);
    feed.dispose();
  });

  test("of a delisted symbol: no tick comes, and nothing is asked for", async () => {
    const { feed, log } = setUp("1");
    await feed.load();
    const before = log.queries.length;
    vi.setSystemTime(NOW + 600 * MINUTE);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(log.queries.length).toBe(before);
    feed.dispose();
  });

  test("that is disposed of meanwhile, for another interval: nothing is asked for", async () => {
    const { feed, log } = await beUnavailable("1", 60);
    const before = log.queries.length;
    feed.dispose();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(log.queries.length).toBe(before);
  });
});

describe("older history", () => {
  test("is put before what there is until there is none", async () => {
    const { feed, log } = setUp("5");
    await feed.load();
    for (let page = 0; page < 9; page += 1) await feed.loadOlder();
    expect(log.state?.older).toBe("end");
    expect(log.bars[0]?.startMs).toBe(candleStartMs("5", LAUNCH));
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

  test("is asked for by ranges, whenever the chart was opened", async () => {
    const asked = new Set<string>();
    for (const laterMs of [0, 5 * MINUTE, 100 * 5 * MINUTE]) {
      vi.setSystemTime(NOW + laterMs);
      const { feed, log } = setUp("5");
      await feed.load();
      await feed.loadOlder();
      const last = log.queries.at(-1);
      asked.add(`${last?.limit} ${last?.beforeMs}`);
      expect(last?.beforeMs).toBe(rangeEndMs("5", (last?.beforeMs ?? 0) - 1));
      feed.dispose();
    }
    expect(asked.size).toBe(1);
    const { feed } = setUp("5");
    feed.dispose();
  });
});

describe("when it goes wrong", () => {
  test("the rejection is said, and a retry clears it", async () => {
    let isBroken = true;
    const { feed, log } = setUp("5", async (query) => {
      if (isBroken) throw new RequestError("venue_unavailable", "The venue did not answer.");
      return response(query);
    });
    await feed.load();
    expect(log.state).toMatchObject({ status: "error", error: { message: "The venue did not answer." } });
    isBroken = false;
    await feed.load();
    expect(log.state?.status).toBe("ready");
    feed.dispose();
  });

  test("a market without candles is empty, not broken", async () => {
    const { feed, log } = setUp("5", async (query) => ({ ...response(query), candles: [], end: true }));
    await feed.load();
    expect(log.state?.status).toBe("empty");
    feed.dispose();
  });

  test("a response that comes after the end is ignored", async () => {
    const { feed, log } = setUp("5");
    const loading = feed.load();
    feed.dispose();
    await loading;
    expect(log.bars).toEqual([]);
    expect(log.state?.status).toBe("loading");
  });
});
