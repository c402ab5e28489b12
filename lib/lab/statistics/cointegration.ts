import { meanOf } from "@/lib/lab/statistics/moments";
import { normalCdf } from "@/lib/lab/statistics/normal";

/** MacKinnon (1994), a constant and two series: the tail, its boundary and the rest of the distribution. */
const TAU = { least: -18.86, boundary: -2.62, most: 0.92 };
const TAIL = [2.92, 1.5012, 0.039796];
const REST = [2.1945, 0.64695, -0.29198, -0.042377];
/** Residuals of a larger share than this of explained variance are rounding. */
const COLLINEAR = 1 - 100 * Math.sqrt(Number.EPSILON);

/**
 * Engle and Granger's test of two series, as statsmodels' `coint` with its defaults, which jesse calls: the statistic
 * and the probability of it where they are not cointegrated. @throws RangeError for too few values
 */
export function testCointegration(first: readonly number[], second: readonly number[]) {
  const { residuals, explained } = regress(first, second);
  if (explained >= COLLINEAR) return { statistic: Number.NEGATIVE_INFINITY, probability: 0 };
  const statistic = testUnitRoot(residuals);
  return { statistic, probability: toProbability(statistic) };
}

/** Augmented Dickey-Fuller without a constant; the number of lags by Akaike's criterion. */
function testUnitRoot(values: readonly number[]): number {
  const count = values.length;
  const most = Math.min(Math.floor(count / 2) - 1, Math.ceil(12 * (count / 100) ** 0.25));
  if (most < 0) throw new RangeError("A test of cointegration needs at least two values.");
  const changes = values.slice(1).map((value, index) => value - (values[index] as number));
  const lagsOf = (lags: number) =>
    Array.from({ length: lags }, (_, lag) => changes.slice(lags - 1 - lag, changes.length - 1 - lag));
  const levelOf = (lags: number) => values.slice(lags, -1);

  // With the level first: what each further lag explains of the rest.
  const { squares, total } = factor([levelOf(most), ...lagsOf(most)], changes.slice(most));
  const rows = changes.length - most;
  let [best, lags, left] = [Number.POSITIVE_INFINITY, 0, total];
  for (const [index, square] of squares.entries()) {
    left -= square;
    const criterion = rows * Math.log(left / rows) + 2 * (index + 1);
    if (criterion < best) [best, lags] = [criterion, index];
  }
  // With the level last: its own share over the variance of the rest is the square of its t statistic.
  const chosen = factor([...lagsOf(lags), levelOf(lags)], changes.slice(lags));
  const rest = chosen.squares.reduce((sum, square) => sum - square, chosen.total);
  const variance = rest / (changes.length - lags - (lags + 1));
  return chosen.lastScore / Math.sqrt(variance);
}

function toProbability(statistic: number): number {
  if (statistic > TAU.most) return 1;
  if (statistic < TAU.least) return 0;
  const coefficients = statistic <= TAU.boundary ? TAIL : REST;
  return normalCdf(coefficients.reduceRight((sum, coefficient) => sum * statistic + coefficient, 0));
}

/** Least squares of `target` on a constant and one series: what is left, and the share that is explained. */
function regress(target: readonly number[], x: readonly number[]) {
  const [meanX, meanY] = [meanOf(x), meanOf(target)];
  const at = (index: number) => (x[index] as number) - meanX;
  const slope =
    target.reduce((sum, value, index) => sum + at(index) * (value - meanY), 0) /
    x.reduce((sum, _, index) => sum + at(index) ** 2, 0);
  const residuals = target.map((value, index) => value - meanY - slope * at(index));
  const total = target.reduce((sum, value) => sum + (value - meanY) ** 2, 0);
  return { residuals, explained: 1 - residuals.reduce((sum, value) => sum + value ** 2, 0) / total };
}

/**
 * Cholesky's factors of a least squares problem: what each column explains beyond those before it, as a sum of
 * squares, the whole sum, and the signed root of the last column's.
 */
function factor(columns: readonly (readonly number[])[], target: readonly number[]) {
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
  const rows: number[][] = [];
  const scores: number[] = [];
  for (const [index, column] of columns.entries()) {
    const row: number[] = [];
    for (const [before, other] of rows.entries()) {
      const known = dot(row, other.slice(0, before));
      row.push((dot(column, columns[before] as number[]) - known) / (other[before] as number));
    }
    const pivot = Math.sqrt(dot(column, column) - dot(row, row));
    scores.push((dot(column, target) - dot(row, scores)) / pivot);
    rows[index] = [...row, pivot];
  }
  return {
    squares: scores.map((score) => score ** 2),
    total: dot(target, target),
    lastScore: scores.at(-1) as number,
  };
}
