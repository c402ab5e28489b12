/**
 * At most `most` points of a curve (3 at least): its first, its last, and of each stretch between them the deepest one, so
 * that no fall is lost.
 */
export function thinCurve<Point>(
  points: readonly Point[],
  most: number,
  depthOf: (point: Point) => bigint,
): Point[] {
  if (points.length <= most) return [...points];
  const inner = points.slice(1, -1);
  const step = Math.ceil(inner.length / (most - 2));
  const kept = points.slice(0, 1);
  for (let index = 0; index < inner.length; index += step) {
    const stretch = inner.slice(index, index + step);
    kept.push(stretch.reduce((deepest, one) => (depthOf(one) > depthOf(deepest) ? one : deepest)));
  }
  return [...kept, ...points.slice(-1)];
}
