"use client";

import { useSyncExternalStore } from "react";
import { NO_VALUE } from "@/lib/client/format";
import { useServerClock } from "@/lib/client/market/use-server-clock";
import { readOrderLatency, subscribeOrderLatency } from "@/lib/client/orders/order-latency";

/** The trader's latency: of the newest order where there is one, else the round trip to the server. */
export function OrderLatencyStat() {
  const clock = useServerClock();
  const order = useSyncExternalStore(subscribeOrderLatency, readOrderLatency, () => null);
  const ms = order?.filledMs ?? order?.acceptedMs ?? clock?.latencyMs;
  const hint = order
    ? `Newest order: accepted after ${order.acceptedMs} ms${order.filledMs === null ? "" : `, filled after ${order.filledMs} ms`}. Round trip to the server: ${clock?.latencyMs ?? NO_VALUE} ms.`
    : "Round trip to the server";
  return (
    <span className="whitespace-nowrap text-text-3 text-xs max-2xl:hidden" title={hint}>
      {order ? (order.filledMs === null ? "Accepted" : "Filled") : "Latency"}{" "}
      <span className="num text-text-2">{ms === undefined ? NO_VALUE : `${ms} ms`}</span>
    </span>
  );
}
