"use client";

import { useEffect, useState } from "react";
import { formatCountdown } from "@/lib/client/format";
import { readServerNowMs } from "@/lib/client/market/server-clock";

/** Time to the daily reset, and its local time. */
export function ResetCountdown({ at }: { at: string }) {
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    const tell = () => setNowMs(readServerNowMs());
    tell();
    const timer = setInterval(tell, 1_000);
    return () => clearInterval(timer);
  }, []);
  if (nowMs === null) return <span className="num">{at.slice(11, 16)} UTC</span>;
  const local = new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return (
    <span className="num">
      {formatCountdown(Date.parse(at) - nowMs)} <span className="text-text-3">({local} your time)</span>
    </span>
  );
}
