import { useTranslations } from "next-intl";
import { FigureCard } from "@/components/journal/figure-card";
import { Panel } from "@/components/shell/panel";
import type { ChallengeStatisticsDto } from "@/lib/schemas/challenge/challenge-responses";

const UNITS = {
  winRate: "percent",
  profitFactor: "ratio",
  expectancy: "money",
  averageWin: "money",
  averageLoss: "money",
  payoff: "ratio",
  averageR: "ratio",
  bestDayShare: "percent",
} as const satisfies Record<keyof ChallengeStatisticsDto["figures"], "percent" | "ratio" | "money">;

const NAMES = Object.keys(UNITS) as (keyof typeof UNITS)[];

/** Statistics of a phase's closed trades. */
export function ChallengeStatistics({ statistics }: { statistics: ChallengeStatisticsDto }) {
  const t = useTranslations("challenge.page");
  const { count, wins, losses, net, fees, figures } = statistics;
  return (
    <Panel title={t("statistics")} note={t("statisticsNote")}>
      <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-4">
        <FigureCard
          metric="trades"
          figure={{ value: String(count), why: null }}
          unit="count"
          note={t("wonLost", { wins: String(wins), losses: String(losses) })}
        />
        <FigureCard metric="net" figure={{ value: net, why: null }} unit="money" />
        <FigureCard metric="fees" figure={{ value: fees, why: null }} unit="money" />
        {NAMES.map((name) => (
          <FigureCard key={name} metric={name} figure={figures[name]} unit={UNITS[name]} />
        ))}
      </dl>
    </Panel>
  );
}
