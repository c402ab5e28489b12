import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/lib/client/cn";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import type { JournalMetricsDto } from "@/lib/schemas/journal-responses";

type Bucket = JournalMetricsDto["rDistribution"][number];

/** How many trades ended in which range of R, as a table with bars. */
export function DistributionOfR({ buckets }: { buckets: readonly Bucket[] }) {
  const t = useTranslations("journal.rHistogram");
  const formats = formatsOf(useLocale());
  const most = Math.max(...buckets.map(({ count }) => count));
  if (most === 0) return <p className="py-6 text-center text-text-3 text-xs">{t("none")}</p>;
  return (
    <table className="w-full text-xs">
      <caption className="sr-only">{t("caption")}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t("range")}</th>
          <th scope="col">{t("trades")}</th>
        </tr>
      </thead>
      <tbody>
        {buckets.map((bucket) => (
          <tr key={String(bucket.from)}>
            <th
              scope="row"
              className="num w-28 whitespace-nowrap py-0.5 pr-3 text-right font-normal text-text-2"
            >
              {nameRange(bucket, formats)}
            </th>
            <td>
              <span className="flex items-center gap-2">
                <span
                  aria-hidden
                  className={cn("h-3 rounded-sm", isLoss(bucket) ? "bg-down" : "bg-up")}
                  style={{ width: `${(bucket.count / most) * 80}%` }}
                />
                <span className="num">{bucket.count}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isLoss({ to }: Bucket): boolean {
  return to !== null && to <= 0;
}

function nameRange({ from, to }: Bucket, formats: Formats): string {
  const show = (value: number | null) => formats.fixed(value, 1);
  if (from === null) return `< ${show(to)} R`;
  return to === null ? `≥ ${show(from)} R` : `${show(from)} … ${show(to)} R`;
}
