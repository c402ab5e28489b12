import { useLocale, useTranslations } from "next-intl";
import { summarisePlan } from "@/components/challenge/describe-rule";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import { nameRule } from "@/lib/client/names/name-rule";
import type { Translate } from "@/lib/client/translate";
import type { PlanResultDto } from "@/lib/schemas/challenge/challenge-responses";

/** The user's own history, evaluated by every plan. */
export function PlanResults({ results }: { results: readonly PlanResultDto[] }) {
  const t = useTranslations("challenge.list.history");
  const tKind = useTranslations("rules.kind");
  const tPlan = useTranslations("rules.plan");
  const tRule = useTranslations("common.rule");
  const formats = formatsOf(useLocale());
  return (
    <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
      {results.map((result) => (
        <li key={result.planId} className="flex flex-col gap-1 rounded border bg-raised p-3">
          <h3 className="font-medium text-sm">{result.planName}</h3>
          <p className="text-sm">{describe(result, { t, tKind, tRule, formats })}</p>
          {result.violations.length > 0 && (
            <p className="text-text-2 text-xs">
              {t("violations", {
                rules: result.violations
                  .map(({ kind, at }) =>
                    t("violation", { rule: tKind(kind), day: formats.day(at.slice(0, 10)) }),
                  )
                  .join(", "),
              })}
            </p>
          )}
          <p className="text-text-3 text-xs">
            {summarisePlan({ id: result.planId, summary: result.summary }, tPlan)}
          </p>
        </li>
      ))}
    </ul>
  );
}

function describe(
  result: PlanResultDto,
  texts: {
    t: Translate<"challenge.list.history">;
    tKind: Translate<"rules.kind">;
    tRule: Translate<"common.rule">;
    formats: Formats;
  },
): string {
  const { t, tKind, tRule, formats } = texts;
  const day = formats.day(result.at?.slice(0, 10) ?? "");
  switch (result.result) {
    case "passed":
      return t("passed", { day });
    case "failed":
      if (result.ruleKind !== null) return t("failedByRule", { day, rule: tKind(result.ruleKind) });
      return t("failed", {
        day,
        rule: nameRule(result.rule ?? "", tRule),
        equity: formats.fixed(result.equity, 2),
        floor: formats.fixed(result.floor, 2),
      });
    case "running":
      return t("running", { phase: String(result.phase), missing: describeMissing(result.missing, texts) });
    case "no-history":
      return t("noHistory");
  }
}

function describeMissing(
  missing: PlanResultDto["missing"],
  { t, formats }: { t: Translate<"challenge.list.history">; formats: Formats },
): string {
  const profit = Number(missing?.profit ?? 0);
  const days = missing?.tradingDays ?? 0;
  if (profit > 0) return t("missing.profit", { profit: formats.fixed(profit, 2), days });
  return days > 0 ? t("missing.days", { days }) : t("missing.nothing");
}
