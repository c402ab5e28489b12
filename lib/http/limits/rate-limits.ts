/**
 * The number of requests in each window. Every route declares one of these and its wrapper consumes it: for
 * the user if there is a session, otherwise for the client IP. The allowances are separate, so that reads
 * never consume what closing a position needs. `whenUnavailable`: the behaviour while Redis is unavailable.
 */
export const RATE_LIMITS = {
  read: { tokens: 60, windowS: 60, whenUnavailable: "pass" },
  write: { tokens: 60, windowS: 60, whenUnavailable: "pass" },
  order: { tokens: 60, windowS: 60, whenUnavailable: "reject" },
  /** Cancel, close, reduce, and move a stop. */
  "reduce-risk": { tokens: 60, windowS: 60, whenUnavailable: "reject" },
  /** Requests that load or recompute a whole log. */
  export: { tokens: 10, windowS: 60, whenUnavailable: "pass" },
  /** Previews and imports of files: three years of monthly files, one of a user read at a time. */
  import: { tokens: 72, windowS: 60, whenUnavailable: "pass" },
  /** Sign-in attempts, by client IP and, separately, by the target account. */
  "sign-in": { tokens: 10, windowS: 60, whenUnavailable: "reject" },
  "sign-in-account": { tokens: 20, windowS: 60, whenUnavailable: "reject" },
  "sign-up": { tokens: 5, windowS: 600, whenUnavailable: "reject" },
  /** next-auth's `csrf`, `providers`, `session` and `signout`, and challenges for passkeys. */
  "auth-state": { tokens: 60, windowS: 60, whenUnavailable: "pass" },
  "payment-return": { tokens: 10, windowS: 60, whenUnavailable: "pass" },
  /** Error reports of pages. */
  report: { tokens: 10, windowS: 60, whenUnavailable: "reject" },
  /** Monitoring, which may share a client IP with readers. */
  health: { tokens: 120, windowS: 60, whenUnavailable: "pass" },
  page: { tokens: 120, windowS: 60, whenUnavailable: "pass" },
  /** What Next's router requests: two prefetches for each link that is seen, and the pages that are opened by a click. */
  prefetch: { tokens: 600, windowS: 60, whenUnavailable: "pass" },
} as const satisfies Record<string, RateLimit>;

export type RateLimit = { tokens: number; windowS: number; whenUnavailable: "pass" | "reject" };
export type LimitName = keyof typeof RATE_LIMITS;
