import { useTranslations } from "next-intl";
import { Panel } from "@/components/shell/panel";
import { WideContent } from "@/components/ui/wide-content";
import { formatFixed } from "@/lib/client/format";
import { findPlan } from "@/lib/core/challenge/plans";
import type { PlanResult } from "@/lib/lab/plans/evaluate-plans";
import { SIZES } from "@/lib/lab/plans/evaluate-plans";

/** Would it pass? For every plan, what became of a start on each day of the run. */
export function PlanChances({ plans }: { plans: readonly PlanResult[] }) {
  const t = useTranslations("lab.plans");
  return (
    <Panel title={t("title")} note={t("note")}>
      <WideContent label={t("title")}>
        <table className="w-full text-left text-xs">
          <thead className="text-text-3">
            <tr>
              {(["plan", "passed", "interval", "breached", "running", "days", "rule"] as const).map(
                (column) => (
                  <th key={column} scope="col" className="px-2 py-1 font-normal">
                    {t(`column.${column}`)}
                  </th>
                ),
              )}
              {SIZES.map((size) => (
                <th key={size} scope="col" className="px-2 py-1 font-normal">
                  {t("column.size", { size: String(size) })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="num">
            {plans.map((result) => (
              <PlanRow key={result.planId} result={result} />
            ))}
          </tbody>
        </table>
      </WideContent>
      <p className="text-text-3 text-xs">{t("assumption")}</p>
    </Panel>
  );
}

function PlanRow({ result }: { result: PlanResult }) {
  const t = useTranslations("lab.plans");
  const { starts, passed, breached, running, daysToPass, interval, rules, bySize } = result;
  const cell = "px-2 py-1";
  return (
    <tr className="border-line border-t">
      <th scope="row" className={`${cell} font-medium`}>
        {findPlan(result.planId)?.name ?? result.planId}
      </th>
      <td className={cell}>{t("of", { count: String(passed), all: String(starts) })}</td>
      <td className={cell}>
        {percent(interval[0])}–{percent(interval[1])}
      </td>
      <td className={cell}>{breached}</td>
      <td className={cell}>{running}</td>
      <td className={cell}>{daysToPass === null ? "–" : formatFixed(daysToPass, 1)}</td>
      <td className={cell}>{rules[0]?.rule ?? "–"}</td>
      {bySize.map(({ size, passed: share }) => (
        <td key={size} className={cell}>
          {percent(share)}
        </td>
      ))}
    </tr>
  );
}

function percent(share: number): string {
  return `${formatFixed(share * 100, 0)}%`;
}
