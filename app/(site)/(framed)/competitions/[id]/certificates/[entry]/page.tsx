import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { PrintButton } from "@/components/shell/print-button";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { readCompetitionCertificate } from "@/lib/competitions/read-competition-certificate";
import { buildMetadata } from "@/lib/infra/build-metadata";

type Props = { params: Promise<{ id: string; entry: string }> };

const find = cache(readCompetitionCertificate);

/** Reached by link only: not indexed. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("competitions.certificate");
  const { id, entry } = await params;
  const found = await find(id, entry);
  if (!found) return { robots: { index: false } };
  const title = t("title", { trader: found.trader ?? t("aTrader"), competition: found.competition.name });
  const path = `/competitions/${id}/certificates/${entry}`;
  return { ...(await buildMetadata({ title, description: t("meta"), path })), robots: { index: false } };
}

/** The frozen result of one entry, with the head of its log. */
export default async function CompetitionCertificatePage({ params }: Props) {
  const t = await getTranslations("competitions");
  const formats = formatsOf(await getLocale());
  const minute = (text: string) => formats.minute(Date.parse(text));
  const { id, entry } = await params;
  const found = await find(id, entry);
  if (!found) notFound();
  const { competition, trader, rank, change, drawdown, trades, exclusion, evidence, headSeq, headHash } =
    found;
  const figures = [
    [t("column.change"), formats.percent(change)],
    [t("column.drawdown"), formats.share(drawdown)],
    [t("column.trades"), String(trades)],
    [
      t("certificate.period"),
      t("list.times", { from: minute(competition.startsAt), until: minute(competition.endsAt) }),
    ],
  ];
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-4">
      <div className="flex justify-end">
        <PrintButton label={t("certificate.print")} />
      </div>
      <section className="panel grid gap-5 p-8">
        <h1 className="font-semibold text-2xl">
          {t("certificate.title", {
            trader: trader ?? t("certificate.aTrader"),
            competition: competition.name,
          })}
        </h1>
        <p className="text-4xl text-accent">
          {rank === null
            ? t(`exclusion.${exclusion ?? "trades"}`)
            : t("certificate.rank", { rank: String(rank), entries: String(competition.entries) })}
        </p>
        <dl className="grid gap-3 sm:grid-cols-2">
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt className="text-text-3 text-xs">{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
        {evidence && (
          <p className="text-sm text-warn">
            {t("certificate.evidence", {
              time: minute(evidence.at),
              equity: formats.fixed(evidence.equity, 2),
              floor: formats.fixed(evidence.floor, 2),
              seq: String(evidence.seq),
            })}
          </p>
        )}
        <p className="break-all text-text-3 text-xs">
          {t("certificate.head", { seq: String(headSeq) })}{" "}
          <span className="num text-text-2">{headHash}</span>{" "}
          <Link href="/verify" className="underline underline-offset-2">
            {t("certificate.verify")}
          </Link>
        </p>
        <Link href={`/competitions/${competition.id}`} className="text-sm underline underline-offset-2">
          {t("certificate.results")}
        </Link>
      </section>
    </div>
  );
}
