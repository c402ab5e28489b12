/** One measured claim: our figure beside a limit or a peer of the same run. `target` applies to `ratio`. */
export type BenchRow = {
  /** Short name and claim, for example "P1 stream: CPU a message". */
  claim: string;
  ours: string;
  /** The limit's or peer's figure, with its name. */
  limit: string;
  ratio: number;
  target: string;
  isMet: boolean;
};

/** The median of a list of figures. @throws RangeError for an empty list. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The quantile `q` of the values. @throws RangeError for an empty list. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  if (value === undefined) throw new RangeError("No values were measured.");
  return value;
}
