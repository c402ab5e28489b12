import { buttonVariants } from "@/components/ui/button";
import { WideContent } from "@/components/ui/wide-content";
import { formatFixed } from "@/lib/client/format";
import { formatPrice, parsePrice } from "@/lib/core/decimal";
import type { EvidenceDto } from "@/lib/schemas/challenge-answers";

type Mark = {
  symbol: string;
  qty: string;
  entryPrice: string;
  mark: string;
  tickMs: number;
  tickSeq: number;
  isStale: boolean;
};
type Breach = {
  rule: { name: string };
  planVersion: number;
  floor: string;
  equity: string;
  balance: string;
  marks: Mark[];
  jump: { symbol: string; mark: string; equity: string } | null;
};

/** The evidence of a phase's result: the figures, the marks with their ticks, and the hash of the event. */
export function EvidenceView({ evidence }: { evidence: EvidenceDto }) {
  const breach = evidence.type === "challenge-breached" ? (evidence.payload as Breach) : null;
  return (
    <div className="flex flex-col gap-3 text-sm">
      {breach && (
        <p>
          {breach.rule.name} (version {breach.planVersion}): equity{" "}
          <span className="num">{formatFixed(breach.equity, 2)}</span> against a floor of{" "}
          <span className="num">{formatFixed(breach.floor, 2)}</span>, balance{" "}
          <span className="num">{formatFixed(breach.balance, 2)}</span>, at{" "}
          {evidence.at.replace("T", " ").slice(0, 23)} UTC.
          {breach.jump &&
            ` The next price of ${breach.jump.symbol} was ${breach.jump.mark}, an equity of ${formatFixed(breach.jump.equity, 2)}: all was closed there.`}
        </p>
      )}
      {breach && breach.marks.length > 0 && (
        <WideContent label="Positions and marks">
          <table className="w-full text-xs">
            <caption className="sr-only">Positions and marks at the breach</caption>
            <thead>
              <tr className="text-left text-text-3">
                {["Symbol", "Quantity", "Entry", "Mark", "Tick time (UTC)", "Tick sequence"].map((head) => (
                  <th key={head} scope="col" className="py-1 pr-3 font-normal">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {breach.marks.map((mark) => (
                <tr key={mark.symbol} className="border-t">
                  <td className="py-1 pr-3">{mark.symbol}</td>
                  <td className="num pr-3">{mark.qty}</td>
                  <td className="num pr-3">{formatPrice(parsePrice(mark.entryPrice))}</td>
                  <td className="num pr-3">{mark.mark}</td>
                  <td className="num pr-3">{describeTick(mark)}</td>
                  <td className="num pr-3">{mark.tickSeq}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideContent>
      )}
      <p className="break-all text-text-3 text-xs">
        Event {evidence.seq} of the log, SHA-256 <code className="num">{evidence.hash}</code>
      </p>
      <div className="flex flex-wrap gap-2">
        <a
          href={`/api/challenges/${evidence.challengeId}/evidence`}
          download
          className={buttonVariants({ variant: "outline", size: "md" })}
        >
          Download the evidence
        </a>
        <a
          href={`/api/portfolios/${evidence.portfolioId}/statement`}
          download
          className={buttonVariants({ variant: "outline", size: "md" })}
        >
          Download the whole log
        </a>
      </div>
    </div>
  );
}

/** The age of the mark; an old one is labelled, and without one the entry price is used. */
function describeTick({ tickMs, isStale }: Mark): string {
  if (tickMs === 0) return "never seen, valued at entry";
  const time = new Date(tickMs).toISOString().replace("T", " ").slice(0, 23);
  return isStale ? `${time} (stale)` : time;
}
