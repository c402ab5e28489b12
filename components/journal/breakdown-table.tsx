import { useLocale, useTranslations } from "next-intl";
import { explainMissing } from "@/components/journal/explain-missing";
import { formatFigure } from "@/components/journal/figure-card";
import { Amount } from "@/components/shell/amount";
import { WideContent } from "@/components/ui/wide-content";
import { cn } from "@/lib/client/cn";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { ExitReason } from "@/lib/core/journal/journal-record";
import {
  type BreakdownKey,
  type DurationBucket,
  type Mood,
  NO_SETUP,
  type Weekday,
} from "@/lib/core/stats/breakdown";
import type { BucketDto } from "@/lib/schemas/journal-responses";

/**
 * The trades of each kind with their count; kinds with few trades are greyed, since they are not significant.
 */
export function BreakdownTable({ by, buckets }: { by: BreakdownKey; buckets: readonly BucketDto[] }) {
  const t = useTranslations("journal.page");
  const tForm = useTranslations("journal.form");
  const tFigures = useTranslations("journal.figures");
  const name = t(`breakdown.${by}`);
  const formats = formatsOf(useLocale());
  const nameBucket = (bucket: string) => {
    if (by === "side") return tForm(`sides.${bucket as PositionSide}`);
    if (by === "weekday") return t(`weekdays.${bucket as Weekday}`);
    if (by === "duration") return t(`durations.${bucket as DurationBucket}`);
    if (by === "moodBefore" || by === "moodAfter") return tForm(`moods.${bucket as `${Mood}`}`);
    if (by === "setup" && bucket === NO_SETUP) return t("noSetup");
    return by === "exit" ? tForm(`exits.${bucket as ExitReason}`) : bucket;
  };
  return (
    <WideContent label={name}>
      <table className="w-full text-xs">
        <caption className="pb-1 text-left font-medium text-text-2">{name}</caption>
        <thead>
          <tr className="text-left text-text-3">
            <th scope="col" className="py-1 font-normal">
              {t("group")}
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              {t("groupTrades")}
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              {tFigures("names.winRate")}
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              {tFigures("names.expectancy")}
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              {tFigures("names.net")}
            </th>
          </tr>
        </thead>
        <tbody>
          {buckets.map((bucket) => (
            <tr key={bucket.name} className={cn("border-t", bucket.isThin && "text-text-3")}>
              <th scope="row" className="py-1 text-left font-normal">
                {nameBucket(bucket.name)}
              </th>
              <td className="num py-1 text-right">{bucket.count}</td>
              <td className="num py-1 text-right">
                {bucket.winRate.value === null
                  ? explainMissing(bucket.winRate.why, tFigures)
                  : formatFigure(bucket.winRate.value, "percent", formats)}
              </td>
              <td className="num py-1 text-right">{formatFigure(bucket.expectancy, "money", formats)}</td>
              <td className="py-1 text-right">
                <Amount value={bucket.net} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}
