import { useTranslations } from "next-intl";
import { formatFixed } from "@/lib/client/format";
import type { Translate } from "@/lib/client/translate";
import type { PlanResultDto } from "@/lib/schemas/challenge-answers";

/** The user's own history, evaluated by every plan. */
export function PlanResults({ verdicts }: { verdicts: readonly PlanResultDto[] }) {
  const t = useTranslations("challenge.list.history");
  return (
    <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
      {verdicts.map((verdict) => (
        <li key={verdict.planId} className="flex flex-col gap-1 rounded border bg-raised p-3">
          <h3 className="font-medium text-sm">{verdict.planName}</h3>
          <p className="text-sm">{describe(verdict, t)}</p>
          <p className="text-text-3 text-xs">{verdict.summary}</p>
        </li>
      ))}
    </ul>
  );
}

function describe(verdict: PlanResultDto, t: Translate<"challenge.list.history">): string {
  const day = verdict.at?.slice(0, 10) ?? "";
  switch (verdict.result) {
    case "passed":
      return t("passed", { day });
    case "failed":
      return t("failed", {
        day,
        rule: verdict.rule ?? "",
        equity: formatFixed(verdict.equity, 2),
        floor: formatFixed(verdict.floor, 2),
      });
    case "running":
      return t("running", { phase: String(verdict.phase) });
    case "no-history":
      return t("noHistory");
  }
}
