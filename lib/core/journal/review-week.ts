import type { Decimal, Money } from "@/lib/core/decimal";
import { toNumber } from "@/lib/core/decimal";
import { breakDown, type LabelledTrade } from "@/lib/core/stats/breakdown";
import { measureTrades, netByDay } from "@/lib/core/stats/trade-metrics";
import { nameDay } from "@/lib/core/time-zone";

/** Losses in a row that are worth a remark. */
const LONG_STREAK = 3;

/** One statement about a week; `kind` is the key of its sentence in `journal.review` of messages/en.json. */
export type ReviewFact =
  | { kind: "empty" }
  | { kind: "result"; trades: number; net: Money; wins: number; losses: number; breakEvens: number }
  | { kind: "days"; best: { day: string; net: Money }; worst: { day: string; net: Money } }
  | { kind: "payoff"; winRate: Decimal; payoff: Decimal }
  | { kind: "feesOnLoss"; fees: Money }
  | { kind: "fees"; fees: Money; percentOfGross: number }
  | { kind: "allStops" }
  | { kind: "noStop"; trades: number }
  | { kind: "liquidated"; trades: number }
  | {
      kind: "symbols" | "symbolsFew";
      best: { symbol: string; net: Money };
      worst: { symbol: string; net: Money };
    }
  | { kind: "mistake"; mistake: string; times: number }
  | { kind: "streak"; losses: number }
  | { kind: "limitsHeld" | "ownLocks"; times: number };

/** The one question of a week; `kind` is the key of its sentence in `journal.review.question` of messages/en.json. */
export type ReviewQuestion =
  | { kind: "empty" | "again" }
  | { kind: "noStop"; trades: number }
  | { kind: "liquidated"; trades: number }
  | { kind: "mistake"; mistake: string }
  | { kind: "streak"; losses: number };

type ReviewedTrade = LabelledTrade & { mistakes: readonly string[] };
type Options = { zone: string; breakEvenBand: Money };

/**
 * What a week shows: the same trades always give the same facts, which follow from the figures alone.
 * `limits`: how often a limit of a challenge was nearly
 * used and held, and how often an own limit locked an account.
 */
export function reviewWeek(
  trades: readonly ReviewedTrade[],
  options: Options & { limits: { held: number; locked: number } },
): ReviewFact[] {
  const { held, locked } = options.limits;
  const limits: ReviewFact[] = [];
  if (held > 0) limits.push({ kind: "limitsHeld", times: held });
  if (locked > 0) limits.push({ kind: "ownLocks", times: locked });
  if (trades.length === 0) return [{ kind: "empty" }, ...limits];
  const name = (atMs: number) => nameDay(atMs, options.zone);
  const metrics = measureTrades(trades, { breakEvenBand: options.breakEvenBand, nameDay: name });
  const { net, wins, losses, breakEvens, payoff, winRate, longestLossStreak } = metrics;
  const facts: ReviewFact[] = [{ kind: "result", trades: trades.length, net, wins, losses, breakEvens }];
  facts.push(...compareDays(trades, name));
  if (payoff.ok && winRate.ok) facts.push({ kind: "payoff", winRate: winRate.value, payoff: payoff.value });
  facts.push(...reviewFees(metrics.fees, metrics.gross), ...reviewStops(trades));
  facts.push(...compareSymbols(trades, options), ...findMistake(trades));
  if (longestLossStreak >= LONG_STREAK) facts.push({ kind: "streak", losses: longestLossStreak });
  return [...facts, ...limits];
}

/** The question that the facts of a week ask first: what can cost most comes before what is only frequent. */
export function askAboutWeek(facts: readonly ReviewFact[]): ReviewQuestion {
  const find = <K extends ReviewFact["kind"]>(kind: K) =>
    facts.find((fact): fact is Extract<ReviewFact, { kind: K }> => fact.kind === kind);
  return (
    find("empty") ??
    find("liquidated") ??
    find("noStop") ??
    find("mistake") ??
    find("streak") ?? { kind: "again" }
  );
}

function compareDays(trades: readonly ReviewedTrade[], name: (atMs: number) => string): ReviewFact[] {
  const days = [...netByDay(trades, name)].sort((a, b) => (a[1] < b[1] ? 1 : -1));
  const [best] = days;
  const worst = days.at(-1);
  if (!best || !worst || best === worst) return [];
  return [{ kind: "days", best: { day: best[0], net: best[1] }, worst: { day: worst[0], net: worst[1] } }];
}

function reviewFees(fees: Money, gross: Money): ReviewFact[] {
  if (fees <= 0n) return [];
  if (gross <= 0n) return [{ kind: "feesOnLoss", fees }];
  return [{ kind: "fees", fees, percentOfGross: Math.round((toNumber(fees) / toNumber(gross)) * 100) }];
}

function reviewStops(trades: readonly LabelledTrade[]): ReviewFact[] {
  const without = trades.filter(({ initialStop }) => initialStop === null).length;
  const liquidated = trades.filter(({ exitReason }) => exitReason === "liquidation").length;
  return [
    without === 0 ? { kind: "allStops" } : { kind: "noStop", trades: without },
    ...(liquidated > 0 ? [{ kind: "liquidated", trades: liquidated } as const] : []),
  ];
}

function compareSymbols(trades: readonly LabelledTrade[], options: Options): ReviewFact[] {
  const symbols = breakDown(trades, "symbol", options).sort((a, b) => (a.net < b.net ? 1 : -1));
  const [best] = symbols;
  const worst = symbols.at(-1);
  if (!best || !worst || best === worst) return [];
  return [
    {
      kind: best.isThin || worst.isThin ? "symbolsFew" : "symbols",
      best: { symbol: best.name, net: best.net },
      worst: { symbol: worst.name, net: worst.net },
    },
  ];
}

function findMistake(trades: readonly ReviewedTrade[]): ReviewFact[] {
  const counts = new Map<string, number>();
  for (const { mistakes } of trades) for (const one of mistakes) counts.set(one, (counts.get(one) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return most === undefined ? [] : [{ kind: "mistake", mistake: most[0], times: most[1] }];
}
