import { candleEndMs, candleStartMs, type Interval } from "@/lib/core/candle-interval";
import { add, formatRounded, max, parseQty, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { PublicChange } from "@/lib/v5/streams/public-feed";

/** The running minute of a publication: start, open, high, low, close and volume. */
export type MinuteCandle = NonNullable<PublicChange["frame"]["tick"]["candle"]>;

/** A candle as history has it. */
type OpenCandle = { startMs: number; open: string; high: string; low: string; volume: string };

/** The running candle of an interval; `before` is its volume without the running minute. */
type Running = { start: number; open: string; high: string; low: string; before: Qty; minute: MinuteCandle };

/**
 * Makes the messages of a candle topic from the running minutes: the running candle at each publication and, once more
 * with `confirm`, the one before when the next begins. `loadOpen` reads what of the running candle is older than the first
 * minute that is seen; until it is known there are no messages, and where it can't be read, none until the next candle.
 */
export function createCandleBuilder(
  topic: string,
  interval: Interval,
  loadOpen: () => Promise<OpenCandle | null>,
): (change: Pick<PublicChange, "frame">) => object | null {
  let running: Running | null = null;
  let known: MinuteCandle | null = null;
  const load = async () => {
    const open = await loadOpen().catch(() => null);
    if (running === null && known !== null && open !== null) running = continueFrom(open, known, interval);
  };
  return ({ frame: { tick } }) => {
    const minute = tick.candle;
    if (minute === null) return null;
    const isFirst = known === null;
    const begins = candleStartMs(interval, minute[0]) === minute[0];
    const isNext = known !== null && candleStartMs(interval, known[0]) < candleStartMs(interval, minute[0]);
    known = minute;
    if (running === null && !begins && !isNext) {
      if (isFirst) void load();
      return null;
    }
    const write = (candle: Running, confirm: boolean) =>
      toWireCandle(candle, { interval, at: tick.timeMs, confirm });
    const ended: object[] = running !== null && isNext ? [write(running, true)] : [];
    running = running === null || isNext ? beginWith(minute, interval) : follow(running, minute);
    return { topic, type: "snapshot", ts: tick.timeMs, data: [...ended, write(running, false)] };
  };
}

function beginWith(minute: MinuteCandle, interval: Interval): Running {
  const [at, open, high, low] = minute;
  return { start: candleStartMs(interval, at), open, high, low, before: ZERO, minute };
}

/** The stored part of the running candle; null where it is one of another interval. */
function continueFrom(stored: OpenCandle, minute: MinuteCandle, interval: Interval): Running | null {
  const { startMs, open, high, low, volume } = stored;
  if (startMs !== candleStartMs(interval, minute[0])) return null;
  const before = max(sub(parseQty(volume), parseQty(minute[5])), ZERO);
  return follow({ start: startMs, open, high, low, before, minute }, minute);
}

function follow(candle: Running, minute: MinuteCandle): Running {
  const { start, open, high, low, before } = candle;
  const isNewMinute = minute[0] > candle.minute[0];
  return {
    start,
    open,
    high: Number(minute[2]) > Number(high) ? minute[2] : high,
    low: Number(minute[3]) < Number(low) ? minute[3] : low,
    before: isNewMinute ? add(before, parseQty(candle.minute[5])) : before,
    minute,
  };
}

function toWireCandle(
  { start, open, high, low, before, minute }: Running,
  { interval, at, confirm }: { interval: Interval; at: number; confirm: boolean },
): object {
  const volume = formatRounded(add(before, parseQty(minute[5])));
  const end = candleEndMs(interval, start) - 1;
  return {
    start,
    end,
    interval,
    open,
    close: minute[4],
    high,
    low,
    volume,
    turnover: "",
    confirm,
    timestamp: at,
  };
}
