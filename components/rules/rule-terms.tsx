import { useLocale, useTranslations } from "next-intl";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { Term } from "@/lib/core/challenge/list-terms";

const DECIMAL = /^\d+(\.\d+)?$/;

/** The terms of a phase besides its loss limits, each as a label and a sentence. */
export function RuleTerms({ terms }: { terms: readonly Term[] }) {
  const t = useTranslations("rules");
  const nameDay = (day: number) => t(`weekday.${day as 0 | 1 | 2 | 3 | 4 | 5 | 6}`);
  const formats = formatsOf(useLocale());
  const write = (values: Term["values"]) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === "string" && DECIMAL.test(value) ? formats.exact(value) : value,
      ]),
    );
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {terms.map(({ id, kind, sentence, values, weekdays }) => {
        const days = weekdays ? { days: weekdays.map(nameDay).join(", ") } : {};
        return (
          <li key={id} className="flex flex-wrap gap-x-2">
            <span className="text-text-2">{t("term", { kind: t(`kind.${kind}`) })}</span>
            <span>{t(`sentence.${sentence}`, { ...write(values), ...days } as never)}</span>
          </li>
        );
      })}
    </ul>
  );
}
