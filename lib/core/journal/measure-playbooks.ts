import { type Decimal, div, fromNumber, type Money } from "@/lib/core/decimal";
import { type LabelledTrade, THIN_BELOW } from "@/lib/core/stats/breakdown";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";
import { measureTrades, type TradeMetrics } from "@/lib/core/stats/trade-metrics";

/** A trade with the rules of its playbook; both lists are empty where the checklist was not filled in. */
export type CheckedTrade = LabelledTrade & { rulesKept: readonly string[]; rulesBroken: readonly string[] };

/** Some trades of a playbook. `averageR` is their expectancy in R: trades without a stop are left out. */
export type GroupResult = { count: number; net: Money; averageR: Figure<Decimal> };

export type PlaybookRow = GroupResult & {
  /** Null for the trades of no playbook. */
  name: string | null;
  winRate: Figure<Decimal>;
  /** Rules kept ÷ rules of all filled-in checklists. */
  rulesKept: Figure<Decimal>;
  /** The trades whose checklist was filled in, by whether every rule was kept. */
  allKept: GroupResult;
  notAllKept: GroupResult;
  isThin: boolean;
};

type Options = { breakEvenBand: Money; nameDay: (atMs: number) => string };

/**
 * The trades by the playbook of their setup, in the order of `names`; then the others, if there are any. Without a
 * playbook there is nothing to compare.
 */
export function measurePlaybooks(
  trades: readonly CheckedTrade[],
  names: readonly string[],
  options: Options,
): PlaybookRow[] {
  if (names.length === 0) return [];
  const others = trades.filter(({ setup }) => setup === null || !names.includes(setup));
  return [
    ...names.map((name) => {
      const own = trades.filter(({ setup }) => setup === name);
      return measurePlaybook(name, own, options);
    }),
    ...(others.length > 0 ? [measurePlaybook(null, others, options)] : []),
  ];
}

function measurePlaybook(
  name: string | null,
  trades: readonly CheckedTrade[],
  options: Options,
): PlaybookRow {
  const metrics = measureTrades(trades, options);
  const checked = trades.filter(({ rulesKept, rulesBroken }) => rulesKept.length + rulesBroken.length > 0);
  const [all, some] = [true, false].map((isAll) =>
    toResult(
      measureTrades(
        checked.filter(({ rulesBroken }) => (rulesBroken.length === 0) === isAll),
        options,
      ),
    ),
  ) as [GroupResult, GroupResult];
  return {
    ...toResult(metrics),
    name,
    winRate: metrics.winRate,
    rulesKept: shareOfRulesKept(checked),
    allKept: all,
    notAllKept: some,
    isThin: trades.length < THIN_BELOW,
  };
}

function toResult({ count, net, averageR }: TradeMetrics): GroupResult {
  return { count, net, averageR };
}

function shareOfRulesKept(checked: readonly CheckedTrade[]): Figure<Decimal> {
  const countOf = (rules: "rulesKept" | "rulesBroken") =>
    checked.reduce((count, trade) => count + trade[rules].length, 0);
  const [kept, broken] = [countOf("rulesKept"), countOf("rulesBroken")];
  if (kept + broken === 0) return noFigure("no_checklist");
  return figure(div<Decimal>(fromNumber(kept), fromNumber(kept + broken)));
}
