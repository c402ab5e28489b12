"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { NO_VALUE } from "@/lib/client/format";
import { useServerClock } from "@/lib/client/market/use-server-clock";
import { readOrderLatency, subscribeOrderLatency } from "@/lib/client/orders/order-latency";

/** The trader's latency: of the newest order where there is one, else the round trip to the server. */
export function OrderLatencyStat() {
  const t = useTranslations("terminal.stats");
  const clock = useServerClock();
  const order = useSyncExternalStore(subscribeOrderLatency, readOrderLatency, () => null);
  const ms = order?.filledMs ?? order?.acceptedMs ?? clock?.latencyMs;
  const trip = String(clock?.latencyMs ?? NO_VALUE);
  const accepted = String(order?.acceptedMs);
  const hint = !order
    ? t("roundTrip")
    : order.filledMs === null
      ? t("acceptedHint", { accepted, trip })
      : t("filledHint", { accepted, filled: String(order.filledMs), trip });
  return (
    <span className="whitespace-nowrap text-text-3 text-xs max-2xl:hidden" title={hint}>
      {t(order ? (order.filledMs === null ? "accepted" : "filled") : "latency")}{" "}
      <span className="num text-text-2">{ms === undefined ? NO_VALUE : t("ms", { value: String(ms) })}</span>
    </span>
  );
}
