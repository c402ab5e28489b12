"use client";

import { useEffect, useState } from "react";
import { readServerNowMs } from "@/lib/client/market/server-clock";
import type { OwnLimitsDto } from "@/lib/schemas/challenge/own-limits";

/** A lock of an own limit that holds now. */
export type ActiveLock = { cause: OwnLimitsDto["locks"][number]["cause"]; untilMs: number; leftMs: number };

const SECOND_MS = 1_000;

/** The locks that hold now by the server's clock, the longest first; updated each second while there are any. */
export function useLimitLocks(known: OwnLimitsDto | null): ActiveLock[] {
  const [nowMs, setNowMs] = useState(readServerNowMs);
  const hasLocks = known !== null && known.locks.length > 0;
  useEffect(() => {
    if (!hasLocks) return;
    setNowMs(readServerNowMs());
    const timer = setInterval(() => setNowMs(readServerNowMs()), SECOND_MS);
    return () => clearInterval(timer);
  }, [hasLocks]);
  return (known?.locks ?? []).flatMap(({ cause, from, until }) => {
    const untilMs = Date.parse(until);
    const isActive = (from === null || Date.parse(from) <= nowMs) && nowMs < untilMs;
    return isActive ? [{ cause, untilMs, leftMs: untilMs - nowMs }] : [];
  });
}
