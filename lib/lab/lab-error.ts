/** A fault of the input or of a strategy, as one sentence for its author; `where` names bar, hook and route. */
export class LabError extends Error {
  readonly where: FaultPlace | null;

  constructor(message: string, where: FaultPlace | null = null) {
    super(message);
    this.name = "LabError";
    this.where = where;
  }
}

/** Where a strategy failed; `atMs` is the end of the bar that was being processed. */
export type FaultPlace = { symbol: string; timeframe: string; hook: string; atMs: number };
