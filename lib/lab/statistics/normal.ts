const SQRT_2PI = Math.sqrt(2 * Math.PI);
/** Beyond this many deviations the series loses digits and the continued fraction has them all. */
const SERIES_UNTIL = 3;
const FRACTION_TERMS = 200;

/** Share of a standard normal distribution below `x`, to about 15 digits. */
export function normalCdf(x: number): number {
  if (x > 0) return 1 - normalCdf(-x);
  const size = -x;
  return size < SERIES_UNTIL ? 0.5 - densityOf(x) * oddSeries(size) : densityOf(x) * tailFraction(size);
}

/** The value below which a share of a standard normal distribution lies; `share` in (0, 1). */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1))
    throw new RangeError(`A quantile's share lies between 0 and 1, not ${share}.`);
  if (share > 0.5) return -normalQuantile(1 - share);
  // Abramowitz and Stegun 26.2.23, good to 4.5e-4, then Newton's steps with the second derivative (Halley).
  const t = Math.sqrt(-2 * Math.log(share));
  let x =
    -t + (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 4; step += 1) {
    const error = (normalCdf(x) - share) / densityOf(x);
    x -= error / (1 + (x * error) / 2);
  }
  return x;
}

function densityOf(x: number): number {
  return Math.exp((-x * x) / 2) / SQRT_2PI;
}

/** x + x³/3 + x⁵/15 + …: the area between 0 and x over the density at x. */
function oddSeries(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 3; Math.abs(term) > 1e-18 * sum; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return sum;
}

/** The tail above x over the density at x, as a continued fraction: 1/(x + 1/(x + 2/(x + …))). */
function tailFraction(x: number): number {
  let value = x;
  for (let n = FRACTION_TERMS; n > 0; n -= 1) value = x + n / value;
  return 1 / value;
}
