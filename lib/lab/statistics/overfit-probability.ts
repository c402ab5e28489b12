import { meanOf } from "@/lib/lab/statistics/moments";

/** Share of splits in which the best of one half is in the lower half of the other, and each split's logit. */
export type OverfitProbability = { probability: number; logits: number[] };

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation: `rows` are periods,
 * oldest first, each with the returns of all strategies. They are cut into `blocks` (even) parts of equal
 * length, a remainder is left out; every half of the parts chooses its best, and the other half ranks it.
 * Equal values share their mean rank. (Bailey, Borwein, López de Prado and Zhu, 2015)
 */
export function overfitProbability(
  rows: readonly (readonly number[])[],
  blocks: number,
  measure: (returns: readonly number[]) => number = meanOf,
): OverfitProbability {
  const length = Math.floor(rows.length / blocks);
  const strategies = rows[0]?.length ?? 0;
  if (blocks % 2 !== 0 || length < 1 || strategies < 2) {
    throw new RangeError("It takes two strategies, an even number of blocks and a row for each.");
  }
  const parts = Array.from({ length: blocks }, (_, block) =>
    rows.slice(block * length, (block + 1) * length),
  );
  const scoresOf = (chosen: readonly number[]) => {
    const joined = chosen.flatMap((block) => parts[block] ?? []);
    return Array.from({ length: strategies }, (_, index) =>
      measure(joined.map((row) => row[index] as number)),
    );
  };
  const all = Array.from({ length: blocks }, (_, block) => block);
  const logits = listHalves(blocks).map((half) => {
    const inside = scoresOf(half);
    const outside = scoresOf(all.filter((block) => !half.includes(block)));
    const best = inside.indexOf(Math.max(...inside));
    const share = rankOf(outside, best) / (strategies + 1);
    return Math.log(share / (1 - share));
  });
  return { probability: logits.filter((logit) => logit <= 0).length / logits.length, logits };
}

/** All choices of half of the numbers below `count`, in lexicographic order. */
function listHalves(count: number): number[][] {
  const halves: number[][] = [];
  const extend = (chosen: readonly number[], from: number) => {
    if (chosen.length === count / 2) {
      halves.push([...chosen]);
      return;
    }
    for (let next = from; next < count; next += 1) extend([...chosen, next], next + 1);
  };
  extend([], 0);
  return halves;
}

/** Rank from 1, the worst, of one of the values. */
function rankOf(values: readonly number[], index: number): number {
  const own = values[index] as number;
  const below = values.filter((value) => value < own).length;
  const equal = values.filter((value) => value === own).length;
  return below + (equal + 1) / 2;
}
