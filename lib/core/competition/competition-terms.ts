/** What a competition adds to the rules of a portfolio. Pinned in the log with its plan. */
export type CompetitionTerms = {
  /** Symbols that may be traded; empty for all. */
  symbols: readonly string[];
  /** Orders are accepted from the start on, and before the end. */
  startsAtMs: number;
  endsAtMs: number;
};
