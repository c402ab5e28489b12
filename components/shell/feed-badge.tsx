"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/lib/client/cn";
import { formatAge, NO_VALUE } from "@/lib/client/format";
import type { FeedLabel } from "@/lib/client/market/feed-status";
import { useFeedStatus } from "@/lib/client/market/use-feed-status";

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
  const t = useTranslations("common.feed");
  const status = useFeedStatus();
  const label = status?.label ?? "starting";
  // An emulated market is labelled as such even while it is slow.
  const isOther = status?.market !== null && status?.market !== undefined && status.market !== "live";
  const state = t(`label.${label}`);
  const market = isOther && label !== status.market ? t(`label.${status.market ?? "simulated"}`) : null;
  return (
    <span className={cn("flex items-center gap-1.5 whitespace-nowrap text-text-2 text-xs", className)}>
      <span aria-hidden className={cn("size-1.5 rounded-full", DOT[label])} />
      <span>{market === null ? state : t("other", { market, state })}</span>
      <span className="num min-w-[6ch] text-right text-text-3">
        {status?.ageMs == null ? NO_VALUE : formatAge(status.ageMs)}
      </span>
    </span>
  );
}
