import { useTranslations } from "next-intl";
import { Panel } from "@/components/shell/panel";
import { WideContent } from "@/components/ui/wide-content";
import { cn } from "@/lib/client/cn";
import { formatFixed } from "@/lib/client/format";
import type { ProfileFigures, RealityGap } from "@/lib/lab/run/compare-profiles";

const ROWS = [
  { key: "net", digits: 2 },
  { key: "trades", digits: 0 },
  { key: "winRate", digits: 2 },
  { key: "maxDrawdown", digits: 2 },
  { key: "fees", digits: 2 },
  { key: "funding", digits: 2 },
  { key: "unsent", digits: 0 },
] as const satisfies readonly { key: keyof ProfileFigures; digits: number }[];
const CELL = "px-2 py-1 text-right";

/** The run by jesse's rules beside the same one by the venue's, and what each of the venue's rules changed. */
export function GapPanel({ gap }: { gap: RealityGap }) {
  const t = useTranslations("lab.gap");
  return (
    <Panel title={t("title")} note={t("note")}>
      <div className="grid gap-4 md:grid-cols-2">
        <WideContent label={t("title")}>
          <table className="w-full text-left text-xs">
            <thead className="text-text-3">
              <tr>
                <th scope="col" className="px-2 py-1 font-normal">
                  {t("figure")}
                </th>
                <th scope="col" className={cn(CELL, "font-normal")}>
                  {t("jesse")}
                </th>
                <th scope="col" className={cn(CELL, "font-normal")}>
                  {t("venue")}
                </th>
              </tr>
            </thead>
            <tbody className="num">
              {ROWS.map(({ key, digits }) => (
                <tr key={key} className="border-line border-t">
                  <th scope="row" className="px-2 py-1 font-normal">
                    {t(`row.${key}`)}
                  </th>
                  <td className={CELL}>{formatFixed(gap.jesse[key], digits)}</td>
                  <td className={CELL}>{formatFixed(gap.venue[key], digits)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideContent>
        <table className="w-full self-start text-left text-xs">
          <caption className="px-2 py-1 text-left text-text-3">{t("causes")}</caption>
          <tbody className="num">
            {gap.causes.map(({ cause, change }) => (
              <tr key={cause} className="border-line border-t">
                <th scope="row" className="px-2 py-1 font-normal">
                  {t(`cause.${cause}`)}
                </th>
                <td className={cn(CELL, toneOf(change))}>{formatFixed(change, 2)}</td>
              </tr>
            ))}
            <tr className="border-line border-t font-medium">
              <th scope="row" className="px-2 py-1">
                {t("total")}
              </th>
              <td className={CELL}>{formatFixed(gap.venue.net - gap.jesse.net, 2)}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function toneOf(change: number): string {
  if (change === 0) return "";
  return change > 0 ? "text-up" : "text-down";
}
