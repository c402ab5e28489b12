"use client";

import { useTranslations } from "next-intl";
import type { ActiveLock } from "@/components/limits/use-limit-locks";
import { formatCountdown } from "@/lib/client/format";
import { formatWallTime } from "@/lib/core/time-zone";

/** The lock of an own limit, with the time that is left. */
export function OwnLimitNote({ lock, zone }: { lock: ActiveLock; zone: string }) {
  const t = useTranslations("limits");
  return (
    <p role="status" className="rounded border border-warn/40 px-2 py-1 text-[11px] text-warn leading-4">
      {t("locked", {
        cause: t(`cause.${lock.cause}`),
        time: formatWallTime(lock.untilMs, zone),
        left: formatCountdown(lock.leftMs),
      })}
    </p>
  );
}
