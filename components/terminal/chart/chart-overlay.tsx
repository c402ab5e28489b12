"use client";

import { useSyncExternalStore } from "react";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import { ChartSkeleton } from "@/components/terminal/chart/chart-skeleton";
import { Button } from "@/components/ui/button";

/** Shown over the chart while it is empty, and the loading state of older history. */
export function ChartOverlay({ session, symbol }: { session: ChartSession; symbol: string }) {
  const state = useSyncExternalStore(session.subscribeState, session.readState, session.readState);
  if (state.status === "loading") return <ChartSkeleton />;
  if (state.status === "error") {
    return (
      <div
        role="alert"
        className="absolute inset-0 z-20 grid place-content-center gap-3 bg-panel p-6 text-center"
      >
        <p className="font-medium text-sm">The chart could not be loaded</p>
        <p className="max-w-sm text-text-2 text-xs">{state.message}</p>
        <Button variant="outline" className="mx-auto" onClick={() => session.retry()}>
          Try again
        </Button>
      </div>
    );
  }
  if (state.status === "empty") {
    return (
      <div className="absolute inset-0 z-20 grid place-content-center gap-1 bg-panel p-6 text-center">
        <p className="font-medium text-sm">No candles yet</p>
        <p className="max-w-sm text-text-2 text-xs">
          {symbol} has not traded in this interval. The first trade will appear here by itself.
        </p>
      </div>
    );
  }
  if (state.isOpenMissing)
    return <EdgeNote text="The venue does not answer: the newest candles are missing" />;
  if (state.older === "loading") return <EdgeNote text="Loading older candles" />;
  if (state.older === "error")
    return <EdgeNote text="Older candles could not be loaded; scroll to try again" />;
  return null;
}

function EdgeNote({ text }: { text: string }) {
  return (
    <p
      role="status"
      className="appear absolute bottom-10 left-2 z-10 rounded bg-raised px-2 py-1 text-[11px] text-text-2"
    >
      {text}
    </p>
  );
}
