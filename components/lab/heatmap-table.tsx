import { useTranslations } from "next-intl";
import { WideContent } from "@/components/ui/wide-content";
import { cn } from "@/lib/client/cn";
import { formatFixed } from "@/lib/client/format";
import type { Heatmap } from "@/lib/lab/optimise/build-heatmap";

/** Steps of the colour, from the middle of the values to the farthest one. */
const GOOD = ["bg-up/5", "bg-up/15", "bg-up/25", "bg-up/40"];
const BAD = ["bg-down/5", "bg-down/15", "bg-down/25", "bg-down/40"];

/** The values of two parameters against each other; the cell of the best trial is marked. */
export function HeatmapTable({ map, axes }: { map: Heatmap; axes: { row: string; column: string } }) {
  const t = useTranslations("lab.optimise.map");
  const farthest = Math.max(...map.cells.flat().map((value) => Math.abs(value ?? 0)));
  return (
    <WideContent label={t("table", axes)}>
      <table className="num text-xs">
        <thead>
          <tr>
            <th scope="col" className="whitespace-nowrap px-2 py-1 text-left font-normal text-text-3">
              {t("corner", axes)}
            </th>
            {map.columns.map((value) => (
              <th key={String(value)} scope="col" className="px-2 py-1 font-normal text-text-3">
                {String(value)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {map.cells.map((cells, row) => (
            <tr key={String(map.rows[row])}>
              <th scope="row" className="px-2 py-1 text-left font-normal text-text-3">
                {String(map.rows[row])}
              </th>
              {cells.map((value, column) => {
                const isBest = row === map.best.row && column === map.best.column;
                return (
                  <td
                    key={String(map.columns[column])}
                    className={cn(
                      "px-2 py-1 text-right",
                      toneOf(value, farthest),
                      isBest && "border border-accent",
                    )}
                  >
                    {value === null ? "–" : formatFixed(value, 2)}
                    {isBest && <span className="sr-only">{t("best")}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}

function toneOf(value: number | null, farthest: number): string | undefined {
  if (value === null || farthest === 0) return undefined;
  const step = Math.min(GOOD.length - 1, Math.floor((Math.abs(value) / farthest) * GOOD.length));
  return value >= 0 ? GOOD[step] : BAD[step];
}
