/** `mean` is the mean return of a bar; `p` the chance of it by the same positions in another order. */
export type PositionTest = { mean: number; p: number; orders: number };

/** Up to so many different orders are tried all. */
const MOST_EXACT = 10_000;
/** A sum in another order may differ in its last bits. */
const ROUNDING = 1e-12;

/**
 * Whether the positions were held at the right bars: the mean return with that of the same positions in other
 * orders, in all of them where they are few, else in `samples` random ones. `positions` are 1, -1 or 0 at each return,
 * `onSample` is called after each sample.
 */
export function permutePositions(
  returns: readonly number[],
  positions: readonly number[],
  options: { random: () => number; samples: number; onSample?: () => void },
): PositionTest {
  const count = returns.length;
  const mean = profitOf(returns, positions) / count;
  const isAsGood = (order: readonly number[]) => profitOf(returns, order) / count >= mean - ROUNDING;
  if (countOrders(positions) <= MOST_EXACT) {
    const orders = [...listOrders(positions)];
    return { mean, p: orders.filter(isAsGood).length / orders.length, orders: orders.length };
  }
  let asGood = 0;
  for (let sample = 0; sample < options.samples; sample += 1) {
    if (isAsGood(shuffle(positions, options.random))) asGood += 1;
    options.onSample?.();
  }
  return { mean, p: (1 + asGood) / (1 + options.samples), orders: options.samples };
}

function profitOf(returns: readonly number[], positions: readonly number[]): number {
  return returns.reduce((sum, value, index) => sum + value * (positions[index] ?? 0), 0);
}

/** How many different orders there are: n! over the factorials of each value's count. */
function countOrders(positions: readonly number[]): number {
  const counts = new Map<number, number>();
  let [orders, placed] = [1, 0];
  for (const position of positions) {
    const count = (counts.get(position) ?? 0) + 1;
    counts.set(position, count);
    placed += 1;
    orders = (orders * placed) / count;
  }
  return orders;
}

function* listOrders(positions: readonly number[]): Generator<number[]> {
  if (positions.length === 0) yield [];
  for (const first of new Set(positions)) {
    const at = positions.indexOf(first);
    for (const rest of listOrders(positions.filter((_, index) => index !== at))) yield [first, ...rest];
  }
}

function shuffle(values: readonly number[], random: () => number): number[] {
  const shuffled = [...values];
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [shuffled[index], shuffled[other]] = [shuffled[other] as number, shuffled[index] as number];
  }
  return shuffled;
}
