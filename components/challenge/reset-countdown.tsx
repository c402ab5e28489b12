"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { formatCountdown } from "@/lib/client/format";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { readServerNowMs } from "@/lib/client/market/server-clock";

/** Time to the daily reset, and its local time. */
export function ResetCountdown({ at }: { at: string }) {
  const t = useTranslations("challenge.countdown");
  const formats = formatsOf(useLocale());
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    const update = () => setNowMs(readServerNowMs());
    update();
    const timer = setInterval(update, 1_000);
    return () => clearInterval(timer);
  }, []);
  if (nowMs === null) return <span className="num">{formats.time(at.slice(11, 16))} UTC</span>;
  const time = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return (
    <span className="num">
      {formatCountdown(Date.parse(at) - nowMs)}
      <span className="block text-xs text-text-3">{t("local", { time: formats.time(time) })}</span>
    </span>
  );
}
