import type { HistoryPoint } from "@/lib/core/challenge/evaluate-history";
import { add, type Money } from "@/lib/core/decimal";

/** A closed trade of which only its ends are known. Quote currency. */
export type EndedTrade = { openedAtMs: number; closedAtMs: number; net: Money };

/**
 * The history of an account of which only closed trades are known: each result counts when its trade is closed,
 * and what was open in between is unknown.
 */
export function readTrades(trades: readonly EndedTrade[], opening: Money): HistoryPoint[] {
  const moments = trades
    .flatMap(({ openedAtMs, closedAtMs, net }) => [
      { atMs: openedAtMs, net: 0n as Money, change: 1 },
      { atMs: closedAtMs, net, change: -1 },
    ])
    // A trade without an opening time begins and ends at one instant.
    .sort((a, b) => a.atMs - b.atMs || b.change - a.change);
  const [first] = moments;
  if (first === undefined) return [];
  let balance = opening;
  let open = 0;
  const start = { atMs: first.atMs, balance, equity: balance, hasPosition: false, hasOpened: false };
  return [
    start,
    ...moments.map(({ atMs, net, change }) => {
      balance = add(balance, net);
      open += change;
      return { atMs, balance, equity: balance, hasPosition: open > 0, hasOpened: change === 1 };
    }),
  ];
}
