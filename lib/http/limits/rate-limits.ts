/**
 * How often anybody may call, in requests for each window. Every route declares one of these, and its wrapper takes
 * it: of the user where there is a session, of the client IP where there is none. Each has an allowance of its own,
 * so that reading never uses up what closing a position needs. `whenUnavailable`: what happens while Redis can't be asked.
 */
export const RATE_LIMITS = {
  read: { tokens: 60, windowS: 60, whenUnavailable: "pass" },
  write: { tokens: 60, windowS: 60, whenUnavailable: "pass" },
  order: { tokens: 60, windowS: 60, whenUnavailable: "reject" },
  /** Cancel, close, reduce, and move a stop. */
  "reduce-risk": { tokens: 60, windowS: 60, whenUnavailable: "reject" },
  /** What loads or recomputes a whole log. */
  export: { tokens: 10, windowS: 60, whenUnavailable: "pass" },
  /** Attempts to get in, by client IP and, separately, by the account that they aim at. */
  "sign-in": { tokens: 10, windowS: 60, whenUnavailable: "reject" },
  "sign-in-account": { tokens: 20, windowS: 60, whenUnavailable: "reject" },
  "sign-up": { tokens: 5, windowS: 600, whenUnavailable: "reject" },
  /** next-auth's `csrf`, `providers`, `session` and `signout`. */
  "auth-state": { tokens: 60, windowS: 60, whenUnavailable: "pass" },
  "payment-return": { tokens: 10, windowS: 60, whenUnavailable: "pass" },
  /** Reports of pages that broke. */
  report: { tokens: 10, windowS: 60, whenUnavailable: "reject" },
  /** What looks after the service, often from the address of a reader. */
  health: { tokens: 120, windowS: 60, whenUnavailable: "pass" },
  page: { tokens: 120, windowS: 60, whenUnavailable: "pass" },
  /** What Next loads of pages that are linked from the one in view. */
  prefetch: { tokens: 240, windowS: 60, whenUnavailable: "pass" },
} as const satisfies Record<string, RateLimit>;

export type RateLimit = { tokens: number; windowS: number; whenUnavailable: "pass" | "reject" };
export type LimitName = keyof typeof RATE_LIMITS;
