import { useLocale, useTranslations } from "next-intl";
import { buttonVariants } from "@/components/ui/button";
import { WideContent } from "@/components/ui/wide-content";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { nameRule } from "@/lib/client/names/name-rule";
import type { Translate } from "@/lib/client/translate";
import type { TradingRuleKind } from "@/lib/core/challenge/rules/trading-rule";
import type { EvidenceDto } from "@/lib/schemas/challenge/challenge-responses";

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

type Enforced = { rule: { kind: TradingRuleKind }; planVersion: number; equity: string; dueMs: number };

const COLUMNS = ["symbol", "quantity", "entry", "mark", "tickTime", "tickSeq"] as const;

/** The evidence of a phase's result: the figures, the marks with their ticks, and the hash of the event. */
export function EvidenceView({ evidence }: { evidence: EvidenceDto }) {
  const t = useTranslations("challenge.evidence");
  const formats = formatsOf(useLocale());
  const tKind = useTranslations("rules.kind");
  const tRule = useTranslations("common.rule");
  const enforced = evidence.type === "rule-enforced" ? (evidence.payload as Enforced) : null;
  const breach = evidence.type === "challenge-breached" ? (evidence.payload as Breach) : null;
  return (
    <div className="flex flex-col gap-3 text-sm">
      {enforced && (
        <p>
          {t("rule", {
            rule: tKind(enforced.rule.kind),
            version: String(enforced.planVersion),
            equity: formats.fixed(enforced.equity, 2),
            time: new Date(enforced.dueMs).toISOString().replace("T", " ").slice(0, 23),
          })}
        </p>
      )}
      {breach && (
        <p>
          {t.rich("breach", {
            rule: nameRule(breach.rule.name, tRule),
            version: String(breach.planVersion),
            equity: formats.fixed(breach.equity, 2),
            floor: formats.fixed(breach.floor, 2),
            balance: formats.fixed(breach.balance, 2),
            time: evidence.at.replace("T", " ").slice(0, 23),
            num: (chunks) => <span className="num">{chunks}</span>,
          })}
          {breach.jump &&
            ` ${t("jump", {
              symbol: breach.jump.symbol,
              mark: formats.price(breach.jump.mark),
              equity: formats.fixed(breach.jump.equity, 2),
            })}`}
        </p>
      )}
      {breach && breach.marks.length > 0 && (
        <WideContent label={t("marks")}>
          <table className="w-full text-xs">
            <caption className="sr-only">{t("marksCaption")}</caption>
            <thead>
              <tr className="text-left text-text-3">
                {COLUMNS.map((head) => (
                  <th key={head} scope="col" className="py-1 pr-3 font-normal">
                    {t(`columns.${head}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {breach.marks.map((mark) => (
                <tr key={mark.symbol} className="border-t">
                  <td className="py-1 pr-3">{mark.symbol}</td>
                  <td className="num pr-3">{mark.qty}</td>
                  <td className="num pr-3">{formats.price(mark.entryPrice)}</td>
                  <td className="num pr-3">{formats.price(mark.mark)}</td>
                  <td className="num pr-3">{formatTick(mark, t)}</td>
                  <td className="num pr-3">{mark.tickSeq}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideContent>
      )}
      <p className="break-all text-text-3 text-xs">
        {t.rich("event", {
          seq: String(evidence.seq),
          hash: evidence.hash,
          code: (chunks) => <code className="num">{chunks}</code>,
        })}
      </p>
      <div className="flex flex-wrap gap-2">
        <a
          href={`/api/challenges/${evidence.challengeId}/evidence`}
          download
          className={buttonVariants({ variant: "outline", size: "md" })}
        >
          {t("download")}
        </a>
        <a
          href={`/api/portfolios/${evidence.portfolioId}/statement`}
          download
          className={buttonVariants({ variant: "outline", size: "md" })}
        >
          {t("downloadLog")}
        </a>
      </div>
    </div>
  );
}

/** The age of the mark; an old one is labelled, and without one the entry price is used. */
function formatTick({ tickMs, isStale }: Mark, t: Translate<"challenge.evidence">): string {
  if (tickMs === 0) return t("noTick");
  const time = new Date(tickMs).toISOString().replace("T", " ").slice(0, 23);
  return isStale ? t("staleTick", { time }) : time;
}
