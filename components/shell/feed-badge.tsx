"use client";

import { cn } from "@/lib/client/cn";
import { formatAge, NO_VALUE } from "@/lib/client/format";
import type { FeedLabel } from "@/lib/client/market/feed-status";
import { useFeedStatus } from "@/lib/client/market/use-feed-status";

const TEXT = {
  live: "Live",
  simulated: "Simulated",
  replay: "Replay",
  slow: "Slow",
  stale: "Stale",
  reconnecting: "Reconnecting",
  starting: "Connecting",
} as const satisfies Record<FeedLabel, string>;

const DOT = {
  live: "bg-accent",
  simulated: "bg-accent",
  replay: "bg-accent",
  slow: "bg-warn",
  stale: "bg-down",
  reconnecting: "bg-down",
  starting: "bg-text-3",
} as const satisfies Record<FeedLabel, string>;

/** A dot, a label and the age of the newest price. The label alone is sufficient without colour. */
export function FeedBadge({ className }: { className?: string }) {
  const status = useFeedStatus();
  const label = status?.label ?? "starting";
  // An emulated market is labelled as such even while it is slow.
  const isOther = status?.market !== null && status?.market !== undefined && status.market !== "live";
  const kind = isOther && label !== status.market ? `${TEXT[status.market ?? "simulated"]} · ` : "";
  return (
    <span className={cn("flex items-center gap-1.5 whitespace-nowrap text-text-2 text-xs", className)}>
      <span aria-hidden className={cn("size-1.5 rounded-full", DOT[label])} />
      <span>
        {kind}
        {TEXT[label]}
      </span>
      <span className="num min-w-[6ch] text-right text-text-3">
        {status?.ageMs == null ? NO_VALUE : formatAge(status.ageMs)}
      </span>
    </span>
  );
}
