/** Lines nearer to each other than this would cover each other's labels and ×, px. */
const NEAR_PX = 22;

/**
 * The lane of each label, so that those of near lines stand beside each other: 0 is at the edge. `ys` are the lines'
 * places from the top, in any order; beyond `lanes` labels cover each other again.
 */
export function spreadLabels(ys: readonly number[], lanes: number): number[] {
  const lowest = Array.from({ length: lanes }, () => Number.NEGATIVE_INFINITY);
  const chosen = ys.map(() => 0);
  const order = ys.map((_, index) => index).sort((a, b) => (ys[a] ?? 0) - (ys[b] ?? 0));
  for (const index of order) {
    const y = ys[index] ?? 0;
    const free = lowest.findIndex((last) => y - last >= NEAR_PX);
    const lane = Math.max(free, 0);
    chosen[index] = lane;
    lowest[lane] = y;
  }
  return chosen;
}
