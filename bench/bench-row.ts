/** One measured claim: ours beside a limit or a peer of the same run. `ratio` is what `target` speaks of. */
export type BenchRow = {
  /** Short name and what is claimed, for example "P1 stream: CPU a message". */
  claim: string;
  ours: string;
  /** The limit's or peer's figure, with its name. */
  limit: string;
  ratio: number;
  target: string;
  met: boolean;
};

/** The middle of a list of figures. @throws RangeError for an empty list. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the fraction `q` of the values lies. @throws RangeError for an empty list. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  if (value === undefined) throw new RangeError("No values were measured.");
  return value;
}
