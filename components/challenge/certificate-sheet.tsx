import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { summarisePlan } from "@/components/challenge/describe-rule";
import { Logo } from "@/components/shell/logo";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { namePhase } from "@/lib/client/names/name-phase";
import type { CertificateDto, CertifiedPhaseDto } from "@/lib/schemas/sharing/certificate";

/** A passed challenge on one sheet, for screen and paper. */
export function CertificateSheet({ certificate }: { certificate: CertificateDto }) {
  const t = useTranslations("challenge.certificate");
  const formats = formatsOf(useLocale());
  const tPlan = useTranslations("rules.plan");
  const { trader, planId, planName, planVersion, startedAt, endedAt, phases, summary } = certificate;
  return (
    <article className="panel flex flex-col gap-6 p-6 sm:p-10">
      <header className="flex flex-col items-center gap-3 text-center">
        <Logo className="size-10" />
        <p className="text-sm text-text-2">{t("certifies")}</p>
        <h1 className="text-balance font-semibold text-3xl">
          {trader ? (
            <Link href={`/traders/${trader.id}`} className="rounded underline-offset-4 hover:underline">
              {trader.name}
            </Link>
          ) : (
            t("aTrader")
          )}
        </h1>
        <p>
          {t.rich("passed", {
            plan: planName,
            phases: phases.length,
            startDay: formats.day(startedAt.slice(0, 10)),
            endDay: formats.day(endedAt.slice(0, 10)),
            b: (chunks) => <strong>{chunks}</strong>,
            start: (chunks) => <time dateTime={startedAt}>{chunks}</time>,
            end: (chunks) => <time dateTime={endedAt}>{chunks}</time>,
          })}
        </p>
        <p className="max-w-xl text-sm text-text-2">
          {summarisePlan({ id: planId, summary }, tPlan)} {t("rulebook", { version: String(planVersion) })}
        </p>
      </header>
      {phases.map((phase) => (
        <PhaseProof key={phase.phase} id={certificate.id} phase={phase} />
      ))}
      <footer className="text-center text-text-3 text-xs">
        {t.rich("footer", {
          link: (chunks) => (
            <Link href="/verify" className="underline">
              {chunks}
            </Link>
          ),
        })}
      </footer>
    </article>
  );
}

function PhaseProof({ id, phase }: { id: string; phase: CertifiedPhaseDto }) {
  const tPhase = useTranslations("common.phase");
  const formats = formatsOf(useLocale());
  const t = useTranslations("challenge.certificate");
  const facts = [
    [t("openedWith"), formats.fixed(phase.opening, 2)],
    [t("endedWith"), formats.fixed(phase.balance, 2)],
    [t("return"), formats.percent(phase.return)],
    [t("trades"), t("tradesWon", { trades: String(phase.trades), wins: String(phase.wins) })],
    [t("byPrograms"), formats.share(phase.byPrograms, 0)],
    [
      t("days"),
      t("dayRange", {
        start: formats.day(phase.startedAt.slice(0, 10)),
        end: formats.day(phase.endedAt.slice(0, 10)),
      }),
    ],
    [t("anchored"), phase.anchoredOn ?? t("notAnchored")],
  ] as const;
  return (
    <section className="flex flex-col gap-2 border-t pt-4">
      <h2 className="font-semibold text-sm">{namePhase(phase.name, tPhase)}</h2>
      <dl className="grid gap-x-8 gap-y-1 text-sm sm:grid-cols-2">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-text-2">{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-xs">
        <span className="text-text-2">{t("head")} </span>
        <code className="num break-all">{phase.headHash}</code>
      </p>
      <p className={phase.fault ? "text-warn text-xs" : "text-up text-xs"}>
        {phase.fault ? t("fault", { fault: phase.fault }) : t("verified", { events: phase.events })}
      </p>
      <a
        href={`/api/certificates/statement?id=${encodeURIComponent(id)}&phase=${phase.phase}`}
        className="self-start text-accent text-xs underline print:hidden"
      >
        {t("download")}
      </a>
    </section>
  );
}
