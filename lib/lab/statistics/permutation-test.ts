import { meanOf } from "@/lib/lab/statistics/moments";

/** More orders than this are sampled instead of listed. */
const MOST_LISTED = 50_000;

/** `mean` is that of position × return; `p` the share of orders of the positions that do at least as well. */
export type PermutationTest = { mean: number; p: number; ways: number };

/**
 * Whether the positions (1 long, -1 short, 0 flat) belong to their returns, or any order of them would have
 * done as well. All orders are listed where they are few, else `samples` of them are drawn.
 */
export function permutationTest(
  returns: readonly number[],
  positions: readonly number[],
  options: { random: () => number; samples: number },
): PermutationTest {
  const scoreOf = (order: readonly number[]) =>
    meanOf(returns.map((value, index) => value * (order[index] ?? 0)));
  const mean = scoreOf(positions);
  // Sums in another order differ in their last bits.
  const isAsGood = (order: readonly number[]) => scoreOf(order) >= mean - 1e-12;
  const ways = countOrders(positions);
  if (ways <= MOST_LISTED) {
    let good = 0;
    forEachOrder(positions, (order) => {
      if (isAsGood(order)) good += 1;
    });
    return { mean, p: good / ways, ways };
  }
  let good = 0;
  for (let sample = 0; sample < options.samples; sample += 1) {
    if (isAsGood(shuffle(positions, options.random))) good += 1;
  }
  return { mean, p: (1 + good) / (1 + options.samples), ways };
}

/** The values in a random order. */
export function shuffle<T>(values: readonly T[], random: () => number): T[] {
  const order = [...values];
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] as T, order[index] as T];
  }
  return order;
}

/** Distinct orders of the values: n! over the factorials of how often each value occurs. */
function countOrders(values: readonly number[]): number {
  const counts = new Map<number, number>();
  let ways = 1;
  values.forEach((value, index) => {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    ways = (ways * (index + 1)) / count;
  });
  return Math.round(ways);
}

function forEachOrder(values: readonly number[], visit: (order: readonly number[]) => void): void {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const order: number[] = [];
  const extend = () => {
    if (order.length === values.length) {
      visit(order);
      return;
    }
    for (const [value, count] of counts) {
      if (count === 0) continue;
      counts.set(value, count - 1);
      order.push(value);
      extend();
      order.pop();
      counts.set(value, count);
    }
  };
  extend();
}
