/** Where a strategy's challenge stands; money in quote currency, by the run's own balance. */
export type ChallengeView = {
  readonly plan: string;
  readonly phase: number;
  readonly status: "running" | "paused" | "breached" | "passed";
  readonly equity: number;
  /** The nearest floor. */
  readonly floor: number;
  readonly distanceToFloor: number;
  /** To the nearest floor of the day; null where the phase has none. */
  readonly dayLossLeft: number | null;
  /** Equity at which the phase is passed; null for one without an end. */
  readonly target: number | null;
  readonly daysTraded: number;
};

/** What has happened to the challenge, and the rule that did it; "floor-near": four fifths of a limit are used. */
export type ChallengeEvent = {
  readonly type: "floor-near" | "paused" | "breached" | "phase-passed" | "passed";
  readonly rule: string | null;
  readonly phase: number;
};
