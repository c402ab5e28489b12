import { medianOf } from "@/lib/lab/statistics/moments";

/**
 * How much of the best value its neighbours reach: their median over it. Near 1 is a plateau, near 0 a single
 * lucky cell. `grid` is by row and column, null where nothing was tried. Null without
 * neighbours, and where the best value is not above zero, so that a share of it means nothing.
 */
export function plateauOf(
  grid: readonly (readonly (number | null)[])[],
  row: number,
  column: number,
): number | null {
  const best = grid[row]?.[column];
  const neighbours: number[] = [];
  for (let down = -1; down <= 1; down += 1) {
    for (let right = -1; right <= 1; right += 1) {
      const value = grid[row + down]?.[column + right];
      if ((down !== 0 || right !== 0) && value !== null && value !== undefined) neighbours.push(value);
    }
  }
  const middle = medianOf(neighbours);
  return middle === null || best === null || best === undefined || best <= 0 ? null : middle / best;
}
