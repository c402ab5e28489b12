const NICE = [1, 2, 2.5, 5, 10] as const;

/**
 * Round values from `low` to `high` for the grid of a picture, about `wanted` of them, and how many digits
 * after the point they need. None where there is no distance.
 */
export function listAxisTicks(low: number, high: number, wanted = 4): { values: number[]; digits: number } {
  const span = high - low;
  if (!(span > 0)) return { values: [], digits: 0 };
  const magnitude = 10 ** Math.floor(Math.log10(span / wanted));
  const step = magnitude * (NICE.find((factor) => factor * magnitude >= span / wanted) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  // Multiplied, since adding the step again and again would add up its error.
  const values = Array.from({ length: count }, (_, index) => (first + index) * step);
  return { values, digits: Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + (step < 1 ? 1 : 0)) };
}
