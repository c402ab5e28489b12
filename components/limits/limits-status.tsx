"use client";

import { useLocale, useTranslations } from "next-intl";
import { useLimitLocks } from "@/components/limits/use-limit-locks";
import { Notice } from "@/components/ui/notice";
import { formatCountdown } from "@/lib/client/format";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { formatWallTime } from "@/lib/core/time-zone";
import type { OwnLimitsDto } from "@/lib/schemas/challenge/own-limits";

/** The locks of now, the limits that wait, and the figures of the day. */
export function LimitsStatus({ known }: { known: OwnLimitsDto }) {
  const t = useTranslations("limits");
  const formats = formatsOf(useLocale());
  const { zone, day, pending } = known;
  const [lock] = useLimitLocks(known);
  return (
    <>
      {lock && (
        <Notice tone="warn">
          {t("locked", {
            cause: t(`cause.${lock.cause}`),
            time: formats.day(formatWallTime(lock.untilMs, zone)),
            left: formatCountdown(lock.leftMs),
          })}
        </Notice>
      )}
      {pending && (
        <Notice tone="good">
          {t("pending", { time: formats.day(formatWallTime(Date.parse(pending.from), zone)) })}
        </Notice>
      )}
      {day && (
        <dl className="grid grid-cols-3 gap-3 text-xs">
          <Figure name={t("day.net")} value={`${formats.fixed(day.net, 2)} USDT`} />
          <Figure name={t("day.trades")} value={String(day.trades)} />
          <Figure name={t("day.lossesInRow")} value={String(day.lossesInRow)} />
        </dl>
      )}
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-text-3">{name}</dt>
      <dd className="num">{value}</dd>
    </div>
  );
}
