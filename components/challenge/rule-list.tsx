import { useLocale, useTranslations } from "next-intl";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { RuleDto } from "@/lib/schemas/challenge/challenge-responses";

/** Every loss rule as text and as a formula, with its current floor. */
export function RuleList({
  rules,
}: {
  rules: readonly Pick<RuleDto, "id" | "name" | "words" | "formula" | "floor">[];
}) {
  const t = useTranslations("site.rules");
  const formats = formatsOf(useLocale());
  return (
    <ul className="flex flex-col gap-3">
      {rules.map((rule) => (
        <li key={rule.id} className="flex flex-col gap-1">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <h3 className="font-medium text-sm">{rule.name}</h3>
            {rule.floor !== null && (
              <span className="text-text-2 text-xs">
                {t.rich("floorNow", {
                  amount: formats.fixed(rule.floor, 2),
                  b: (chunks) => <span className="num text-text">{chunks}</span>,
                })}
              </span>
            )}
          </div>
          <p className="text-sm text-text-2">{rule.words}</p>
          <code className="num text-text-3 text-xs">{rule.formula}</code>
        </li>
      ))}
    </ul>
  );
}
