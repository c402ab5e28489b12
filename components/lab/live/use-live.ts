import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { buildRequest, listMarkets, warmUpMinutes } from "@/components/lab/build-request";
import type { RunSettings } from "@/components/lab/run-settings";
import { getJson } from "@/lib/client/api/market-api";
import type { Follower } from "@/lib/client/lab/follow-orders";
import { loadCandles } from "@/lib/client/lab/load-candles";
import { loadRunner } from "@/lib/client/lab/load-runner";
import type { LiveTask } from "@/lib/client/lab/run-live";
import { parseDecimal } from "@/lib/core/decimal";
import { DAY_MINUTES, MINUTE_MS, minutesOf } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";
import type { DriftRow } from "@/lib/lab/live/drift";
import type { LiveMinute } from "@/lib/lab/live/live-run";
import type { InstrumentsResponse } from "@/lib/schemas/market/market-responses";

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
  /** Orders that a portfolio follows; empty where none does. */
  drift: readonly DriftRow[];
  fault: string | null;
};

const OFF: LiveState = { status: "off", symbol: "", start: 0, count: 0, minutes: [], drift: [], fault: null };

/** Runs the text on the minutes as they close, until it is stopped or the page is left. */
export function useLive(text: string, settings: RunSettings) {
  const t = useTranslations("lab.live");
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
  const start = async (portfolioId: string | null) => {
    const abort = new AbortController();
    current.current = { stop: () => abort.abort() };
    if (listMarkets(settings).length > 1) {
      setState({ ...OFF, fault: t("oneMarket") });
      return;
    }
    setState({ ...OFF, status: "starting", symbol: settings.symbol, start: settings.balance });
    try {
      const minutes = minutesOf(settings.timeframe);
      // At the start of a bar, so that bars end by the clock: the minutes since then come first.
      const toMs = alignBar(Date.now() - MINUTE_MS, minutes);
      const fromMs = alignBar(toMs - warmUpMinutes(settings) * MINUTE_MS, minutes);
      const [runner, candles, { runLive }, follower] = await Promise.all([
        loadRunner(),
        loadCandles(
          { symbol: settings.symbol, fromMs, toMs },
          { signal: abort.signal, onProgress: () => {} },
        ),
        import("@/lib/client/lab/run-live"),
        portfolioId === null
          ? null
          : createFollower({ portfolioId, settings }, (drift) =>
              setState((before) => ({ ...before, drift })),
            ),
      ]);
      abort.signal.throwIfAborted();
      const request = {
        ...buildRequest(settings, new Map([[settings.symbol, candles]])),
        task: { type: "live" as const, minutes: CAPACITY },
      };
      const task = runLive(text, request, {
        runner,
        onMinute: (minute) => {
          add(minute);
          follower?.follow(minute);
        },
        onFault: (fault) => {
          follower?.stop();
          setState((before) => ({ ...before, status: "off", fault }));
        },
      });
      current.current = {
        stop: () => {
          follower?.stop();
          task.stop();
        },
      };
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

async function createFollower(
  { portfolioId, settings }: { portfolioId: string; settings: RunSettings },
  onRows: (rows: readonly DriftRow[]) => void,
): Promise<Follower> {
  const query = new URLSearchParams({ symbols: settings.symbol });
  const [{ instruments }, { followOrders }] = await Promise.all([
    getJson<InstrumentsResponse>(`/api/instruments?${query}`),
    import("@/lib/client/lab/follow-orders"),
  ]);
  const [instrument] = instruments;
  if (instrument?.qtyStep === undefined) throw new LabError(`There is no market ${settings.symbol}.`);
  const target = {
    portfolioId,
    symbol: settings.symbol,
    leverage: settings.leverage,
    tickSize: parseDecimal(instrument.tickSize),
    qtyStep: parseDecimal(instrument.qtyStep),
  };
  return followOrders(target, onRows);
}

/** The start of the bar at `ms`, by the clock. */
function alignBar(ms: number, minutes: number): number {
  return Math.floor(ms / (minutes * MINUTE_MS)) * minutes * MINUTE_MS;
}
