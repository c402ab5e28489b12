import { describe, expect, it } from "vitest";
import { findPlan } from "@/lib/core/challenge/plans";
import { parsePrice, parseQty, toNumber } from "@/lib/core/decimal";
import type { OrderRequest } from "@/lib/core/engine/commands";
import { type CandleColumns, toColumns } from "@/lib/lab/candles/candle-columns";
import { advanceReplay, canAdvance, fillQueued } from "@/lib/lab/replay/advance-replay";
import { buildReplayInstrument } from "@/lib/lab/replay/build-replay-instrument";
import { isPause, type Pause, usedLimit } from "@/lib/lab/replay/find-pause";
import { finishReplay } from "@/lib/lab/replay/finish-replay";
import { foldMinutes } from "@/lib/lab/replay/fold-minutes";
import { linkToReplay, readGivenTrade } from "@/lib/lab/replay/given-trade";
import { hidePrices } from "@/lib/lab/replay/hide-prices";
import { createReplay, type Replay } from "@/lib/lab/replay/replay";
import { decodeRecord, encodeRecord, restoreReplay } from "@/lib/lab/replay/restore-replay";
import { revealTrade } from "@/lib/lab/replay/reveal-trade";
import { rewindReplay } from "@/lib/lab/replay/rewind-replay";
import { toReplayReport } from "@/lib/lab/replay/to-replay-report";
import { tradeInReplay } from "@/lib/lab/replay/trade-in-replay";
import { walkNewest } from "@/lib/lab/replay/walk-newest";
import { createRandom } from "@/lib/lab/seeded-random";

const START_MS = Date.parse("2025-06-01T00:00:00Z");
type Ohlc = [open: number, high: number, low: number, close: number];

function columnsOf(rows: readonly Ohlc[], startMs = START_MS): CandleColumns {
  return toColumns(
    rows.map(([open, high, low, close], index) => ({
      time: startMs + index * 60_000,
      open,
      high,
      low,
      close,
      volume: 1_000,
    })),
  );
}

function start(rows: readonly Ohlc[], planId: string | null = null): Replay {
  const columns = columnsOf(rows);
  return createReplay({
    columns,
    firstIndex: 1,
    instrument: buildReplayInstrument("BTCUSDT", columns.close, null),
    plan: planId === null ? null : findPlan(planId),
    balance: 10_000,
    leverage: 10,
  });
}

function submit(replay: Replay, order: Partial<OrderRequest> & { qty: OrderRequest["qty"] }) {
  return tradeInReplay(replay, {
    type: "submit",
    order: {
      orderId: `o${replay.commands.length}`,
      symbol: "BTCUSDT",
      side: "buy",
      kind: "market",
      ...order,
    },
  });
}

const FLAT: Ohlc = [100, 100, 100, 100];

describe("a replay", () => {
  it("an order meets the next minute, never the one that is shown", () => {
    const replay = start([[90, 110, 90, 100], FLAT, [100, 104, 100, 103]]);
    expect(submit(replay, { qty: parseQty("10") })).toBeNull();
    expect(replay.state.positions).toEqual([]);
    advanceReplay(replay);
    // The next open is 100; a tick of 1 to the worse side, and the taker's fee.
    expect(replay.state.positions[0]?.entryPrice).toBe(parsePrice("101"));
    expect(toNumber(replay.state.balance)).toBeCloseTo(10_000 - 1_010 * 0.00055, 10);
  });

  it("a resting limit fills when the price goes through it, a stop at its trigger or worse", () => {
    const replay = start([FLAT, [100, 100, 98, 99], [99, 99, 97, 98], [98, 98, 90, 92]]);
    submit(replay, {
      qty: parseQty("1"),
      kind: "limit",
      price: parsePrice("98"),
      attached: { stopLoss: { price: parsePrice("95"), by: "last" } },
    });
    advanceReplay(replay);
    expect(replay.state.positions).toEqual([]);
    advanceReplay(replay);
    expect(replay.state.positions[0]?.entryPrice).toBe(parsePrice("98"));
    advanceReplay(replay);
    const { trades } = toReplayReport(replay);
    expect(trades).toHaveLength(1);
    expect(trades[0]?.exitPrice).toBeLessThanOrEqual(95);
    expect(trades[0]?.exitPrice).toBeGreaterThanOrEqual(90);
  });

  it("a challenge is breached inside a minute, where equity met the floor, and takes no more orders", () => {
    // Classic: 5 % of the day's start. The minute falls to 80, the account is evaluated on the way.
    const replay = start([FLAT, FLAT, [100, 100, 80, 99], FLAT], "classic");
    submit(replay, { qty: parseQty("100") });
    advanceReplay(replay);
    expect(toReplayReport(replay)).toMatchObject({ outcome: "running", breach: null });
    advanceReplay(replay);
    const { outcome, breach, floors } = toReplayReport(replay);
    expect(outcome).toBe("breached");
    expect(breach).toMatchObject({ rule: "Daily loss", floor: 9_500 });
    // 9,994.445 after the fee; the first tick of 1 at which 100 x (price - 101) takes it below the floor is 96.
    expect(breach?.equity).toBeCloseTo(9_494.445, 6);
    expect(floors).toHaveLength(2);
    expect(canAdvance(replay)).toBe(false);
    expect(submit(replay, { qty: parseQty("1") })).toBe("portfolio_locked");
  });

  it("days of a challenge end without a trade, too", () => {
    const replay = start(
      Array.from({ length: 2 * 1_440 + 10 }, () => FLAT),
      "classic",
    );
    while (canAdvance(replay)) advanceReplay(replay);
    expect(replay.events.filter(({ type }) => type === "day-rolled")).toHaveLength(2);
    submit(replay, { qty: parseQty("1") });
    expect(replay.state.challenge?.tradingDays).toBe(0);
  });

  it("going back restores the account exactly, and is recorded", () => {
    const replay = start([FLAT, FLAT, [100, 105, 100, 105], FLAT]);
    submit(replay, { qty: parseQty("1") });
    advanceReplay(replay);
    const before = { state: replay.state, report: toReplayReport(replay) };
    advanceReplay(replay);
    submit(replay, { side: "sell", qty: parseQty("1"), reduceOnly: true });
    advanceReplay(replay);
    expect(toReplayReport(replay).trades).toHaveLength(1);
    rewindReplay(replay, 2);
    expect(replay).toMatchObject({ revealed: 2, isRewound: true });
    expect(replay.state).toBe(before.state);
    expect(toReplayReport(replay)).toEqual(before.report);
  });

  it("ends with what is open closed, and its report adds up", () => {
    const replay = start([FLAT, FLAT, [100, 110, 100, 110]]);
    submit(replay, { qty: parseQty("2") });
    advanceReplay(replay);
    advanceReplay(replay);
    finishReplay(replay);
    const report = toReplayReport(replay);
    expect(report.outcome).toBe("ended");
    expect(replay.state.positions).toEqual([]);
    expect(report.trades).toMatchObject([{ side: "long", qty: 2, entryPrice: 101, exitPrice: 109 }]);
    expect(report.balance).toBeCloseTo(10_000 + (report.trades[0]?.net ?? 0), 10);
    expect(report.buyAndHold).toBeCloseTo(0.1, 12);
  });

  it("the same commands give the same account, and what comes later changes nothing before", () => {
    const random = createRandom(11);
    let close = 100;
    const rows = Array.from({ length: 300 }, (): Ohlc => {
      const open = close;
      close = Math.round(open + (random() - 0.5) * 6);
      return [open, Math.max(open, close) + 1, Math.min(open, close) - 1, close];
    });
    const play = (given: readonly Ohlc[]) => {
      const replay = start(given);
      for (let minute = 0; minute < 200; minute += 1) {
        if (minute % 7 === 0) submit(replay, { side: minute % 2 === 0 ? "buy" : "sell", qty: parseQty("3") });
        advanceReplay(replay);
      }
      return replay;
    };
    const [first, second] = [play(rows), play(rows)];
    expect(first.events).toEqual(second.events);
    const changed = rows.map((row, index) => (index > 210 ? FLAT : row));
    expect(play(changed).events).toEqual(first.events);
    expect(toReplayReport(first).trades.length).toBeGreaterThan(5);
  });
});

describe("with marks", () => {
  const startWith = (rows: readonly Ohlc[], marks: readonly number[], planId: string | null) =>
    createReplay({ ...start(rows, planId), marks: Float64Array.from(marks) });

  it("a wick of the price neither liquidates nor breaches, while stops follow the price", () => {
    const rows: Ohlc[] = [FLAT, FLAT, [100, 100, 80, 99], FLAT];
    const replay = startWith(rows, [100, 100, 100, 100], "classic");
    submit(replay, { qty: parseQty("100") });
    advanceReplay(replay);
    submit(replay, {
      side: "sell",
      kind: "stop-market",
      trigger: { price: parsePrice("90") },
      qty: parseQty("1"),
    });
    advanceReplay(replay);
    expect(toReplayReport(replay)).toMatchObject({ outcome: "running", breach: null });
    expect(toNumber(replay.state.positions[0]?.qty ?? parseQty("0"))).toBe(99);
    expect(start(rows, "classic").marks).toBeUndefined();
  });

  it("equity is valued at the mark, and a breach is recorded where the mark met the floor", () => {
    const replay = startWith([FLAT, FLAT, FLAT, FLAT], [100, 99, 70, 70], "classic");
    submit(replay, { qty: parseQty("100") });
    advanceReplay(replay);
    expect(toReplayReport(replay).equity).toBeCloseTo(9_994.445 - 200, 6);
    advanceReplay(replay);
    const { outcome, breach } = toReplayReport(replay);
    expect(outcome).toBe("breached");
    expect(breach?.equity).toBeCloseTo(9_494.445, 6);
  });

  it("a missing mark is the price", () => {
    const rows: Ohlc[] = [FLAT, FLAT, [100, 103, 100, 103], FLAT];
    const equities = (marks: readonly number[] | null) => {
      const replay = marks === null ? start(rows) : startWith(rows, marks, null);
      submit(replay, { qty: parseQty("1") });
      while (canAdvance(replay)) advanceReplay(replay);
      return replay.equities;
    };
    expect(equities([0, 0, 0, 0])).toEqual(equities(null));
    expect(equities([])).toEqual(equities(null));
  });
});

it.each([
  ["classic", false],
  ["watermark-intraday", false],
  ["classic", true],
])("%s, with marks: %s: minutes that are passed over change nothing", (planId, hasMarks) => {
  const random = createRandom(17);
  let close = 1_000;
  const rows = Array.from({ length: 1_600 }, (): Ohlc => {
    const open = close;
    close = Math.round(open + (random() - 0.5) * 8);
    return [open, Math.max(open, close) + 1, Math.min(open, close) - 1, close];
  });
  const play = (advance: (replay: Replay) => void) => {
    const marks = hasMarks ? rows.map(([, , , last], index) => last + Math.sin(index) * 3) : [];
    const replay = createReplay({ ...start(rows, planId), marks: Float64Array.from(marks) });
    for (let minute = 0; canAdvance(replay); minute += 1) {
      if (minute % 30 === 0) submit(replay, { side: minute % 60 === 0 ? "buy" : "sell", qty: parseQty("4") });
      if (minute % 50 === 25) submit(replay, { qty: parseQty("1"), kind: "limit", price: parsePrice("995") });
      advance(replay);
    }
    return replay;
  };
  const walked = play((replay) => {
    fillQueued(replay, replay.columns.open[replay.revealed] as number);
    replay.revealed += 1;
    walkNewest(replay);
  });
  const passed = play(advanceReplay);
  expect(walked.events.length).toBeGreaterThan(30);
  expect(walked.state.lock?.reason).toBe("challenge_failed");
  expect(passed.events).toEqual(walked.events);
});

describe("blind candles", () => {
  it("keep every value and hide price and date", () => {
    const columns = columnsOf([FLAT, [100, 103, 99, 102], [102, 102, 101, 101]], START_MS + 5 * 60_000);
    const { columns: hidden, marks } = hidePrices(columns, 1, Float64Array.of(100, 101, 0));
    expect([...(marks ?? [])]).toEqual([1_000, 1_010, 0]);
    expect([...hidden.close]).toEqual([1_000, 1_020, 1_010]);
    expect(hidden.volume[1]).toBeCloseTo(100, 12);
    expect(new Date(hidden.startMs).toISOString()).toBe("2000-01-01T00:05:00.000Z");
    expect(columns.close[0]).toBe(100);
  });

  it("their trades are revealed with their value", () => {
    const shown = { side: "long", qty: 60, entryPrice: 1_000, exitPrice: 990, fees: 1, net: -601 } as const;
    const trade = { ...shown, openedAtMs: 60_000, closedAtMs: 120_000 };
    const revealed = revealTrade(trade, { movedMs: 86_400_000, scale: 10 });
    expect(revealed).toEqual({
      ...trade,
      qty: 600,
      entryPrice: 100,
      exitPrice: 99,
      openedAtMs: 86_460_000,
      closedAtMs: 86_520_000,
    });
    expect(revealTrade(trade, { movedMs: 0, scale: 1 })).toEqual(trade);
  });
});

it("bars are aligned with the clock, and the last one is still forming", () => {
  const columns = columnsOf([FLAT, [100, 103, 99, 102], [102, 102, 101, 101]], START_MS + 4 * 60_000);
  expect(foldMinutes(columns, { from: 0, to: 3, minutes: 5 })).toEqual([
    { startMs: START_MS, open: 100, high: 100, low: 100, close: 100, volume: 1_000 },
    { startMs: START_MS + 300_000, open: 100, high: 103, low: 99, close: 101, volume: 2_000 },
  ]);
});

it("the tick of a replay is as fine as its prices", () => {
  const tickOf = (prices: number[]) =>
    toNumber(buildReplayInstrument("X", Float64Array.from(prices), null).tickSize);
  expect(tickOf([100, 101])).toBe(1);
  expect(tickOf([104_217.5, 100])).toBe(0.1);
  expect(tickOf([0.123456])).toBe(0.000001);
});

it("a trade that was made is read back from the address of its replay, and nothing else is", () => {
  const trade = {
    symbol: "BTCUSDT",
    side: "short" as const,
    qty: 0.05,
    entryPrice: 100.5,
    exitPrice: 99,
    openedAtMs: Date.parse("2025-06-01T10:00:00Z"),
    closedAtMs: Date.parse("2025-06-01T12:00:00Z"),
    net: -0.5,
  };
  const read = (changes: Record<string, string>) => {
    const query = new URL(linkToReplay({ ...trade, symbol: "BTC-USDT" }), "http://x").searchParams;
    return readGivenTrade({ ...Object.fromEntries(query), ...changes });
  };
  expect(read({})).toEqual(trade);
  expect(readGivenTrade({})).toBeNull();
  const wrong = { side: "up", qty: "-1", net: "x", closedAtMs: "5", symbol: "<b>" };
  for (const [name, value] of Object.entries(wrong)) expect(read({ [name]: value })).toBeNull();
});

describe("funding", () => {
  it("is charged to a position at its instant, and never without one", () => {
    const columns = columnsOf([FLAT, FLAT, FLAT, FLAT]);
    const input = {
      columns,
      firstIndex: 1,
      instrument: buildReplayInstrument("BTCUSDT", columns.close, null),
      plan: null,
      balance: 10_000,
      leverage: 10,
      funding: [{ atMs: START_MS + 120_000, rate: 0.01 }],
    };
    const [long, flat] = [createReplay(input), createReplay(input)];
    submit(long, { qty: parseQty("1") });
    for (const one of [long, flat]) while (canAdvance(one)) advanceReplay(one);
    expect(long.events.filter(({ type }) => type === "funding-settled")).toHaveLength(1);
    expect(toNumber(long.state.ledger.funding)).toBeCloseTo(1, 9);
    expect(flat.events.filter(({ type }) => type === "funding-settled")).toEqual([]);
  });
});

describe("what a replay stops at", () => {
  const stops = (replay: Replay, on: Pause[], level: number | null = null) => {
    const minutes: number[] = [];
    while (canAdvance(replay)) {
      const before = { events: replay.events.length, used: usedLimit(replay) };
      advanceReplay(replay);
      if (isPause(replay, { on: new Set(on), level }, before)) minutes.push(replay.revealed);
    }
    return minutes;
  };
  const FALL: Ohlc[] = [FLAT, FLAT, [100, 100, 99, 99], [99, 99, 95, 95.8], [95.8, 96, 95.5, 95.9]];

  it("is a fill, a price that is passed, and the minute that ends a day", () => {
    const bought = start(FALL);
    submit(bought, { qty: parseQty("1") });
    expect(stops(bought, ["fill"])).toEqual([2]);
    expect(stops(start(FALL), [], 97)).toEqual([4]);
    const columns = columnsOf([FLAT, FLAT, FLAT], START_MS - 120_000);
    const late = { ...start([FLAT, FLAT, FLAT]), columns };
    expect(stops(late, ["day"])).toEqual([2]);
  });

  it("is the minute in which four fifths of a loss limit are used, once", () => {
    const replay = start(FALL, "classic");
    submit(replay, { qty: parseQty("100") });
    expect(stops(replay, ["limit"])).toEqual([4]);
    expect(usedLimit(replay)).toBeGreaterThan(0.8);
  });
});

it("a record gives the same replay again, from its text", () => {
  const rows: Ohlc[] = [FLAT, FLAT, [100, 104, 99, 103], [103, 106, 101, 105], FLAT];
  const replay = start(rows);
  advanceReplay(replay);
  submit(replay, { qty: parseQty("2") });
  advanceReplay(replay);
  const { commands, revealed, isRewound, isFinished } = replay;
  const text = encodeRecord({ commands, revealed, isRewound, isFinished });
  const again = restoreReplay(start(rows), decodeRecord(text));
  expect([again.revealed, again.state, again.equities]).toEqual([revealed, replay.state, replay.equities]);
});
