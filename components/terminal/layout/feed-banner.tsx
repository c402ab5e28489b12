"use client";

import { TriangleAlert } from "@/components/icons/lucide";
import { formatAge } from "@/lib/client/format";
import type { FeedStatus } from "@/lib/client/market/feed-status";
import { useFeedStatus } from "@/lib/client/market/use-feed-status";

/** Shows what is wrong with the prices and what happens next; hidden otherwise. */
export function FeedBanner() {
  const status = useFeedStatus();
  const text = status && describeTrouble(status);
  return (
    // A live region: it must exist before its text, or screen readers do not announce it.
    <div role="status" className="shrink-0 empty:hidden">
      {text && (
        <p className="appear flex items-center gap-2 rounded-md border border-warn/40 bg-panel px-3 py-1.5 text-warn text-xs">
          <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
          {text}
        </p>
      )}
    </div>
  );
}

/** Ages are rounded to five seconds, so that the banner is not announced all the time. */
function describeTrouble({ label, ageMs, reason, degraded }: FeedStatus): string | null {
  const age =
    ageMs === null
      ? null
      : `The prices shown are ${ageMs < 5_000 ? "a few seconds" : formatAge(Math.floor(ageMs / 5_000) * 5_000)} old.`;
  if (label === "reconnecting") return join("Connection lost, reconnecting.", reason, age);
  if (label === "stale")
    return join("The venue has gone quiet.", age, "They move again as soon as it speaks.");
  if (label === "starting" && reason) return join("No connection yet, trying again.", reason);
  if (degraded) return "The server is reading the market without its cache: prices may come late.";
  return null;
}

function join(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null).join(" ");
}
