"use client";

import { useTranslations } from "next-intl";
import { TriangleAlert } from "@/components/icons/lucide";
import { formatAge } from "@/lib/client/format";
import type { FeedView } from "@/lib/client/market/feed-status";
import { useFeedStatus } from "@/lib/client/market/use-feed-status";
import type { Translate } from "@/lib/client/translate";

/** Shows what is wrong with the prices and what happens next; hidden otherwise. */
export function FeedBanner() {
  const t = useTranslations("common.feed");
  const status = useFeedStatus();
  const text = status && formatTrouble(status, t);
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

const PROBLEMS = ["offline", "unreachable", "silent", "gap"] as const;

/** Ages are rounded to five seconds, so that the banner is not announced all the time. */
function formatTrouble(
  { label, ageMs, reason, degraded }: FeedView,
  t: Translate<"common.feed">,
): string | null {
  const age =
    ageMs === null
      ? null
      : ageMs < 5_000
        ? t("fewSeconds")
        : t("age", { age: formatAge(Math.floor(ageMs / 5_000) * 5_000) });
  const known = PROBLEMS.find((code) => code === reason?.code);
  const why = known ? t(`problem.${known}`) : (reason?.message ?? null);
  if (label === "reconnecting") return join(t("lost"), why, age);
  if (label === "stale") return join(t("stale"), age, t("paused"));
  if (label === "starting" && reason) return join(t("connecting"), why);
  if (degraded) return t("degraded");
  return null;
}

function join(...sentences: (string | null)[]): string {
  return sentences.filter((sentence) => sentence !== null).join(" ");
}
