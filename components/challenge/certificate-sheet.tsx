import Link from "next/link";
import { Logo } from "@/components/shell/logo";
import { formatFixed, formatPercent } from "@/lib/client/format";
import type { CertificateDto, CertifiedPhaseDto } from "@/lib/schemas/certificate";

/** A passed challenge on one sheet, for screen and paper. */
export function CertificateSheet({ certificate }: { certificate: CertificateDto }) {
  const { trader, planName, planVersion, startedAt, endedAt, phases, summary } = certificate;
  return (
    <article className="panel flex flex-col gap-6 p-6 sm:p-10">
      <header className="flex flex-col items-center gap-3 text-center">
        <Logo className="size-10" />
        <p className="text-sm text-text-2">Terminal Zero certifies that</p>
        <h1 className="text-balance font-semibold text-3xl">
          {trader ? (
            <Link href={`/traders/${trader.id}`} className="rounded underline-offset-4 hover:underline">
              {trader.name}
            </Link>
          ) : (
            "A trader"
          )}
        </h1>
        <p>
          passed <strong>{planName}</strong> in{" "}
          {phases.length === 1 ? "one phase" : `${phases.length} phases`}, from{" "}
          <time dateTime={startedAt}>{startedAt.slice(0, 10)}</time> to{" "}
          <time dateTime={endedAt}>{endedAt.slice(0, 10)}</time>.
        </p>
        <p className="max-w-xl text-sm text-text-2">
          {summary} Rulebook version {planVersion}, pinned at the start.
        </p>
      </header>
      {phases.map((phase) => (
        <PhaseProof key={phase.phase} id={certificate.id} phase={phase} />
      ))}
      <footer className="text-center text-text-3 text-xs">
        Simulated money on live prices; nothing was paid out. Whoever holds this link can{" "}
        <Link href="/verify" className="underline">
          recompute the log
        </Link>{" "}
        in their own browser.
      </footer>
    </article>
  );
}

function PhaseProof({ id, phase }: { id: string; phase: CertifiedPhaseDto }) {
  const facts = [
    ["Opened with", formatFixed(phase.opening, 2)],
    ["Ended with", formatFixed(phase.balance, 2)],
    ["Return", formatPercent(phase.return)],
    ["Closed trades", `${phase.trades}, ${phase.wins} won`],
    ["Days", `${phase.startedAt.slice(0, 10)} to ${phase.endedAt.slice(0, 10)}`],
    ["Anchored", phase.anchoredOn ?? "with the next daily anchor"],
  ] as const;
  return (
    <section className="flex flex-col gap-2 border-t pt-4">
      <h2 className="font-semibold text-sm">{phase.name}</h2>
      <dl className="grid gap-x-8 gap-y-1 text-sm sm:grid-cols-2">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-text-2">{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-xs">
        <span className="text-text-2">Head of the chain </span>
        <code className="num break-all">{phase.headHash}</code>
      </p>
      <p className={phase.fault ? "text-warn text-xs" : "text-up text-xs"}>
        {phase.fault
          ? `This log does not hold: ${phase.fault}.`
          : `Recomputed from its ${phase.events} events: every hash, fill, balance and verdict holds.`}
      </p>
      <a
        href={`/api/certificates/statement?id=${encodeURIComponent(id)}&phase=${phase.phase}`}
        className="self-start text-accent text-xs underline print:hidden"
      >
        Download the log of this phase
      </a>
    </section>
  );
}
