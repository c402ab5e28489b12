"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { formatCountdown, formatPercent, NO_VALUE } from "@/lib/client/format";
import { readServerNowMs } from "@/lib/client/market/server-clock";
import { useTickValue } from "@/lib/client/market/use-ticker";

/** The funding rate of this interval and the time left until it is paid, by the server's clock. */
export function FundingStat({ symbol }: { symbol: string }) {
  const t = useTranslations("terminal.stats");
  const rate = useTickValue(symbol, (tick) => tick.fundingRate);
  const nextMs = useTickValue(symbol, (tick) => tick.nextFundingMs);
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    const update = () => setNowMs(readServerNowMs());
    update();
    const timer = setInterval(update, 1_000);
    return () => clearInterval(timer);
  }, []);
  return t.rich("fundingIn", {
    rate: formatPercent(rate, 4),
    time: nextMs === null || nowMs === null ? NO_VALUE : formatCountdown(nextMs - nowMs),
    s: (text) => <span className="font-sans text-text-3">{text}</span>,
  });
}
