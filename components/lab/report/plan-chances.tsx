import { useTranslations } from "next-intl";
import { LabTable } from "@/components/lab/lab-table";
import { Panel } from "@/components/shell/panel";
import { formatFixed } from "@/lib/client/format";
import { findPlan } from "@/lib/core/challenge/plans";
import type { PlanResult } from "@/lib/lab/plans/evaluate-plans";
import { SIZES } from "@/lib/lab/plans/evaluate-plans";

const COLUMNS = ["plan", "passed", "interval", "breached", "running", "days", "rule"] as const;

/** Would it pass? For every plan, what became of a start on each day of the run. */
export function PlanChances({ plans }: { plans: readonly PlanResult[] }) {
  const t = useTranslations("lab.plans");
  const heads = [
    ...COLUMNS.map((column) => t(`column.${column}`)),
    ...SIZES.map((size) => t("column.size", { size: String(size) })),
  ];
  return (
    <Panel title={t("title")} note={t("note")}>
      <LabTable label={t("title")} heads={heads}>
        {plans.map((result) => (
          <PlanRow key={result.planId} result={result} />
        ))}
      </LabTable>
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
      <td className={`${cell} whitespace-nowrap`}>
        {t("of", { count: String(passed), all: String(starts) })}
      </td>
      <td className={`${cell} whitespace-nowrap`}>
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
