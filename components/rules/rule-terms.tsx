import { useTranslations } from "next-intl";
import type { Term } from "@/lib/core/challenge/list-terms";

/** The terms of a phase besides its loss limits, each as a label and a sentence. */
export function RuleTerms({ terms }: { terms: readonly Term[] }) {
  const t = useTranslations("rules");
  const nameDay = (day: number) => t(`weekday.${day as 0 | 1 | 2 | 3 | 4 | 5 | 6}`);
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {terms.map(({ id, kind, sentence, values, weekdays }) => {
        const days = weekdays ? { days: weekdays.map(nameDay).join(", ") } : {};
        return (
          <li key={id} className="flex flex-wrap gap-x-2">
            <span className="text-text-2">{t(`kind.${kind}`)}:</span>
            <span>{t(`sentence.${sentence}`, { ...values, ...days } as never)}</span>
          </li>
        );
      })}
    </ul>
  );
}
