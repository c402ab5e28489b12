import { fetchCandlePage } from "@/lib/client/api/market-api";
import { loadCandles } from "@/lib/client/lab/load-candles";
import { openSandbox, type Sandbox } from "@/lib/client/lab/open-sandbox";
import type { CandleRow } from "@/lib/lab/candles/candle-columns";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";
import type { LiveMinute } from "@/lib/lab/live/live-run";
import type { WorkerRequest } from "@/lib/lab/worker/worker-message";

const POLL_MS = 5_000;
/** A minute is taken so long after its end: until then the venue may still change it. */
const SETTLED_MS = 2_000;
const PAGE = 60;
/** The worker's response to a minute; the first one includes the start of a slow machine. */
const RESPONSE_MS = 10_000;

export type LiveTask = { stop: () => void };

/**
 * Runs a strategy on the minutes as they close, in this tab. `request` has the candles up to the last whole
 * minute. Ends with `onFault`, or with `stop`.
 */
export function runLive(
  text: string,
  request: WorkerRequest,
  options: { runner: string; onMinute: (minute: LiveMinute) => void; onFault: (message: string) => void },
): LiveTask {
  const symbol = request.candles[0]?.[0] ?? "";
  const abort = new AbortController();
  let nextMs = request.toMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let respond: (() => void) | null = null;
  let sandbox: Sandbox | null = null;
  const stop = () => {
    abort.abort();
    clearTimeout(timer);
    sandbox?.close();
  };
  const fail = (message: string) => {
    if (abort.signal.aborted) return;
    stop();
    options.onFault(message);
  };
  const trade = (row: CandleRow) =>
    new Promise<void>((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new LabError("A hook does not end. The strategy was stopped.")),
        RESPONSE_MS,
      );
      respond = () => {
        clearTimeout(limit);
        resolve();
      };
      sandbox?.send({ row });
    });
  const poll = async () => {
    try {
      for (const row of await listClosed({ symbol, fromMs: nextMs }, abort.signal)) {
        await trade(row);
        nextMs = row.time + MINUTE_MS;
      }
    } catch (error) {
      // Without a network the next poll takes all minutes since.
      if (error instanceof LabError) return fail(error.message);
    }
    if (!abort.signal.aborted) timer = setTimeout(() => void poll(), POLL_MS);
  };
  sandbox = openSandbox(text, request, {
    runner: options.runner,
    onReport: (report) => {
      if (report.type === "fault") fail(report.message);
      if (report.type === "live-started") void poll();
      if (report.type !== "live-minute") return;
      options.onMinute(report.minute);
      respond?.();
    },
  });
  return { stop };
}

/** The minutes from `fromMs` on that have closed, oldest first and without a gap. */
async function listClosed(
  { symbol, fromMs }: { symbol: string; fromMs: number },
  signal: AbortSignal,
): Promise<CandleRow[]> {
  const query = { symbol, interval: "1" as const, limit: PAGE };
  const { candles, serverTimeMs } = await fetchCandlePage(query, signal);
  const untilMs = Math.floor((serverTimeMs - SETTLED_MS) / MINUTE_MS) * MINUTE_MS;
  if (untilMs <= fromMs) return [];
  const first = candles[0]?.startMs ?? untilMs;
  // After a long sleep the page is too short.
  const all =
    first > fromMs
      ? await loadCandles({ symbol, fromMs, toMs: untilMs }, { signal, onProgress: () => {} })
      : null;
  const rows = all === null ? candles.map(toRow) : toRows(all);
  return rows.filter(({ time }) => time >= fromMs && time < untilMs);
}

function toRow(candle: Awaited<ReturnType<typeof fetchCandlePage>>["candles"][number]): CandleRow {
  const { startMs, open, high, low, close, volume } = candle;
  const [o, h, l, c, v] = [open, high, low, close, volume].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { time: startMs, open: o, high: h, low: l, close: c, volume: v };
}

function toRows({
  startMs,
  open,
  high,
  low,
  close,
  volume,
}: Awaited<ReturnType<typeof loadCandles>>): CandleRow[] {
  return Array.from(close, (price, index) => ({
    time: startMs + index * MINUTE_MS,
    open: open[index] as number,
    high: high[index] as number,
    low: low[index] as number,
    close: price,
    volume: volume[index] as number,
  }));
}
