import { formatFigure } from "@/components/journal/figure-card";
import { whyNone } from "@/components/journal/why-none";
import { Amount } from "@/components/shell/amount";
import { WideContent } from "@/components/ui/wide-content";
import { cn } from "@/lib/client/cn";
import type { BucketDto } from "@/lib/schemas/journal-answers";

/**
 * The trades of each kind with their count; kinds with few trades are greyed, since they are not significant.
 */
export function BreakdownTable({ name, buckets }: { name: string; buckets: readonly BucketDto[] }) {
  return (
    <WideContent label={name}>
      <table className="w-full text-xs">
        <caption className="pb-1 text-left font-medium text-text-2">{name}</caption>
        <thead>
          <tr className="text-left text-text-3">
            <th scope="col" className="py-1 font-normal">
              Kind
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              Trades
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              Win rate
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              Expectancy
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              Net
            </th>
          </tr>
        </thead>
        <tbody>
          {buckets.map((bucket) => (
            <tr key={bucket.name} className={cn("border-t", bucket.isThin && "text-text-3")}>
              <th scope="row" className="py-1 text-left font-normal">
                {bucket.name}
              </th>
              <td className="num py-1 text-right">{bucket.count}</td>
              <td className="num py-1 text-right">
                {bucket.winRate.value === null
                  ? whyNone(bucket.winRate.why)
                  : formatFigure(bucket.winRate.value, "percent")}
              </td>
              <td className="num py-1 text-right">{formatFigure(bucket.expectancy, "money")}</td>
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
