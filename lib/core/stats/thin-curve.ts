/** At most about `most` points of a curve: of each stretch the deepest one, so that no fall is lost. */
export function thinCurve<Point>(
  points: readonly Point[],
  most: number,
  depthOf: (point: Point) => bigint,
): Point[] {
  const step = Math.max(1, Math.ceil(points.length / most));
  const kept: Point[] = [];
  for (let index = 0; index < points.length; index += step) {
    const stretch = points.slice(index, index + step);
    kept.push(stretch.reduce((deepest, one) => (depthOf(one) > depthOf(deepest) ? one : deepest)));
  }
  return kept;
}
