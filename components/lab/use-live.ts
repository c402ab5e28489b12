import { useEffect, useRef, useState } from "react";
import { buildRequest, warmUpMinutes } from "@/components/lab/build-request";
import type { RunSettings } from "@/components/lab/run-settings";
import { loadCandles } from "@/lib/client/lab/load-candles";
import { loadRunner } from "@/lib/client/lab/load-runner";
import type { LiveTask } from "@/lib/client/lab/run-live";
import { DAY_MINUTES, MINUTE_MS, minutesOf } from "@/lib/lab/candles/timeframe";
import type { LiveMinute } from "@/lib/lab/live/live-run";

/** Capacity in minutes: two days. */
const CAPACITY = 2 * DAY_MINUTES;
const SHOWN = 200;

/** What a live run has shown so far: `start` is its balance, `minutes` are the newest ones, oldest first. */
export type LiveState = {
  status: "off" | "starting" | "on";
  symbol: string;
  start: number;
  count: number;
  minutes: readonly LiveMinute[];
  fault: string | null;
};

const OFF: LiveState = { status: "off", symbol: "", start: 0, count: 0, minutes: [], fault: null };

/** Runs the text on the minutes as they close, until it is stopped or the page is left. */
export function useLive(text: string, settings: RunSettings) {
  const [state, setState] = useState(OFF);
  const current = useRef<LiveTask | null>(null);
  useEffect(() => () => current.current?.stop(), []);
  const add = (minute: LiveMinute) =>
    setState((before) => ({
      ...before,
      status: "on",
      count: before.count + 1,
      minutes: [...before.minutes, minute].slice(-SHOWN),
    }));
  const start = async () => {
    const abort = new AbortController();
    current.current = { stop: () => abort.abort() };
    setState({ ...OFF, status: "starting", symbol: settings.symbol, start: settings.balance });
    try {
      const minutes = minutesOf(settings.timeframe);
      // At the start of a bar, so that bars end by the clock: the minutes since then come first.
      const toMs = alignBar(Date.now() - MINUTE_MS, minutes);
      const fromMs = alignBar(toMs - warmUpMinutes(settings.timeframe) * MINUTE_MS, minutes);
      const [runner, candles, { runLive }] = await Promise.all([
        loadRunner(),
        loadCandles(
          { symbol: settings.symbol, fromMs, toMs },
          { signal: abort.signal, onProgress: () => {} },
        ),
        import("@/lib/client/lab/run-live"),
      ]);
      abort.signal.throwIfAborted();
      const request = {
        ...buildRequest(settings, candles),
        task: { type: "live" as const, minutes: CAPACITY },
      };
      current.current = runLive(text, request, {
        runner,
        onMinute: add,
        onFault: (fault) => setState((before) => ({ ...before, status: "off", fault })),
      });
      setState((before) => ({ ...before, status: "on" }));
    } catch (error) {
      if (abort.signal.aborted) return;
      setState({ ...OFF, fault: error instanceof Error ? error.message : String(error) });
    }
  };
  const stop = () => {
    current.current?.stop();
    setState((before) => ({ ...before, status: "off" }));
  };
  return { state, start, stop };
}

/** The start of the bar at `ms`, by the clock. */
function alignBar(ms: number, minutes: number): number {
  return Math.floor(ms / (minutes * MINUTE_MS)) * minutes * MINUTE_MS;
}
