import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ResetCountdown } from "@/components/challenge/reset-countdown";
import { Amount } from "@/components/shell/amount";
import { PageMessages } from "@/components/shell/page-messages";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { ChallengeStandingDto } from "@/lib/schemas/challenge/challenge-responses";

/** The standing of a running phase at a glance. */
export function ChallengeFigures({ standing }: { standing: ChallengeStandingDto }) {
  const t = useTranslations("challenge.page.figures");
  const formats = formatsOf(useLocale());
  const tCommon = useTranslations("common");
  const { startingBalance, balance, equity, pnlToday, closedToday } = standing;
  const profit = String(Number(balance) - Number(startingBalance));
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
      <Figure name={t("balance")}>{formats.fixed(balance, 2)}</Figure>
      <Figure name={t("equity")}>{equity ? formats.fixed(equity, 2) : tCommon("priceUnknown")}</Figure>
      <Figure name={t("today")} note={t("todayNote", { closed: formats.signed(closedToday) })}>
        {pnlToday === null ? tCommon("priceUnknown") : <Amount value={pnlToday} />}
      </Figure>
      <Figure
        name={t("profit")}
        note={t("profitNote", { percent: formats.percent(Number(profit) / Number(startingBalance)) })}
      >
        <Amount value={profit} />
      </Figure>
      <Figure name={t("day")}>
        <PageMessages areas={["challenge.countdown"]}>
          <ResetCountdown at={standing.resetAt} />
        </PageMessages>
      </Figure>
    </dl>
  );
}

function Figure(props: { name: string; note?: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-0.5 rounded border bg-raised px-3 py-2">
      <dt className="text-text-3 text-xs">{props.name}</dt>
      <dd className="num text-base">{props.children}</dd>
      {props.note && <dd className="num text-text-3 text-xs">{props.note}</dd>}
    </div>
  );
}
