"use client";

import { useEffect, useState } from "react";
import { formatCountdown, formatPercent, NO_VALUE } from "@/lib/client/format";
import { readServerNowMs } from "@/lib/client/market/server-clock";
import { useTickValue } from "@/lib/client/market/use-ticker";

/** The funding rate of this interval and the time left until it is paid, by the server's clock. */
export function FundingStat({ symbol }: { symbol: string }) {
  const rate = useTickValue(symbol, (tick) => tick.fundingRate);
  const nextMs = useTickValue(symbol, (tick) => tick.nextFundingMs);
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    const update = () => setNowMs(readServerNowMs());
    update();
    const timer = setInterval(update, 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      {formatPercent(rate, 4)}
      <span className="font-sans text-text-3"> in </span>
      {nextMs === null || nowMs === null ? NO_VALUE : formatCountdown(nextMs - nowMs)}
    </>
  );
}
