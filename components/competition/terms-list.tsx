import { useTranslations } from "next-intl";
import { formatFixed, formatMinute, formatPercent } from "@/lib/client/format";
import type { CompetitionDto } from "@/lib/schemas/competitions";

/** The terms of a competition, as they were when it was made. */
export function TermsList({ competition }: { competition: CompetitionDto }) {
  const t = useTranslations("competitions");
  const { status, startsAt, entryUntil, endsAt, opening, symbols, maxDrawdown, minTrades } = competition;
  const minute = (text: string) => formatMinute(Date.parse(text));
  const terms = [
    [t("term.status"), t(`status.${status}`)],
    [t("term.time"), t("list.times", { from: minute(startsAt), until: minute(endsAt) })],
    [t("term.entryUntil"), t("term.utc", { time: minute(entryUntil) })],
    [t("term.opening"), t("term.money", { amount: formatFixed(opening, 0) })],
    [t("term.symbols"), symbols.length === 0 ? t("term.allSymbols") : symbols.join(", ")],
    [
      t("term.maxDrawdown"),
      maxDrawdown === null
        ? t("term.noDrawdown")
        : t("term.drawdown", { percent: formatPercent(maxDrawdown) }),
    ],
    [t("term.minTrades"), String(minTrades)],
  ];
  return (
    <dl className="panel grid gap-3 p-4 text-sm sm:grid-cols-2 lg:grid-cols-4">
      {terms.map(([name, value]) => (
        <div key={name}>
          <dt className="text-text-3 text-xs">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
