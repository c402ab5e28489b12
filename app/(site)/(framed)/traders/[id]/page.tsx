import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { FigureCard } from "@/components/journal/figure-card";
import { Panel } from "@/components/shell/panel";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { findTrader } from "@/lib/db/queries/users/find-trader";
import { buildMetadata } from "@/lib/infra/build-metadata";

type Props = { params: Promise<{ id: string }> };

const readTrader = cache(findTrader);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("leaderboard.trader");
  const { id } = await params;
  const trader = await readTrader(id);
  if (!trader) return { robots: { index: false } };
  return buildMetadata({
    title: t("meta.title", { name: trader.name }),
    description: t("meta.description", { name: trader.name, trades: trader.trades }),
    path: `/traders/${encodeURIComponent(id)}`,
  });
}

/** A listed trader, public: only figures verified by the hashed logs. */
export default async function TraderPage({ params }: Props) {
  const t = await getTranslations("leaderboard.trader");
  const formats = formatsOf(await getLocale());
  const tWindow = await getTranslations("leaderboard.board.windows");
  const trader = await readTrader((await params).id);
  if (!trader) notFound();
  const decided = trader.wins + trader.losses;
  const winRate =
    decided === 0
      ? { value: null, why: "none_decided" }
      : { value: String(trader.wins / decided), why: null };
  const factor = trader.profitFactor;
  const profitFactor =
    factor === null
      ? { value: null, why: trader.trades === 0 ? "no_trades" : "no_losses" }
      : { value: String(factor), why: null };
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="font-semibold text-2xl">{trader.name}</h1>
        <p className="text-sm text-text-2">{t("since", { day: formats.day(trader.since.slice(0, 10)) })}</p>
      </div>
      <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        <FigureCard metric="trades" figure={{ value: String(trader.trades), why: null }} unit="count" />
        <FigureCard metric="net" figure={{ value: trader.net, why: null }} unit="money" />
        <FigureCard metric="winRate" figure={winRate} unit="percent" />
        <FigureCard metric="profitFactor" figure={profitFactor} unit="ratio" />
      </dl>
      <Panel title={t("leaderboard")}>
        {trader.places.length === 0 ? (
          <p className="text-sm text-text-2">{t("unranked")}</p>
        ) : (
          <ul className="flex flex-col gap-1 text-sm">
            {trader.places.map(({ window, rank, return: share }) => (
              <li key={window}>
                <Link
                  href={`/leaderboard?window=${window}&by=return`}
                  className="underline underline-offset-2"
                >
                  {t("place", { rank: String(rank), window: tWindow(window) })}
                </Link>
                <span className="num text-text-2"> {formats.percent(share)}</span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t("passed")}>
        {trader.certificates.length === 0 ? (
          <p className="text-sm text-text-2">{t("noneYet")}</p>
        ) : (
          <ul className="flex flex-col gap-1 text-sm">
            {trader.certificates.map(({ id, planName, endedAt }) => (
              <li key={id}>
                <Link
                  href={`/certificates/${encodeURIComponent(id)}`}
                  className="underline underline-offset-2"
                >
                  {planName}
                </Link>
                <span className="num text-text-3"> {formats.day(endedAt.slice(0, 10))}</span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <p className="text-text-3 text-xs">{t("note")}</p>
    </div>
  );
}
