import { useLocale, useTranslations } from "next-intl";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { CompetitionDto } from "@/lib/schemas/challenge/competitions";

type Terms = Pick<
  CompetitionDto,
  "status" | "startsAt" | "endsAt" | "opening" | "symbols" | "maxDrawdown" | "minTrades"
> & { entryUntil?: string };

/** The terms of a competition. Entries end at its start by default. */
export function TermsList({ terms }: { terms: Terms }) {
  const t = useTranslations("competitions");
  const formats = formatsOf(useLocale());
  const { status, startsAt, endsAt, opening, symbols, maxDrawdown, minTrades } = terms;
  const { entryUntil = startsAt } = terms;
  const minute = (text: string) => formats.minute(Date.parse(text));
  const lines = [
    [t("term.status"), t(`status.${status}`)],
    [t("term.time"), t("list.times", { from: minute(startsAt), until: minute(endsAt) })],
    [t("term.entryUntil"), t("term.utc", { time: minute(entryUntil) })],
    [t("term.opening"), t("term.money", { amount: formats.fixed(opening, 0) })],
    [t("term.symbols"), symbols.length === 0 ? t("term.allSymbols") : symbols.join(", ")],
    [
      t("term.maxDrawdown"),
      maxDrawdown === null
        ? t("term.noDrawdown")
        : t("term.drawdown", { percent: formats.share(maxDrawdown) }),
    ],
    [t("term.minTrades"), String(minTrades)],
  ];
  return (
    <dl className="panel grid gap-3 p-4 text-sm sm:grid-cols-2 lg:grid-cols-4">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt className="text-text-3 text-xs">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
