/**
 * How often anybody may call, in requests for each window. `by` says whose the count is: a signed-in user's, all
 * tabs and addresses together, or an address's. `whenAway` says what happens while Redis can't be asked.
 */
export const RATE_LIMITS = {
  read: { bucket: "api", tokens: 60, windowS: 60, by: "user", whenAway: "pass" },
  write: { bucket: "api", tokens: 60, windowS: 60, by: "user", whenAway: "pass" },
  order: { bucket: "api", tokens: 60, windowS: 60, by: "user", whenAway: "refuse" },
  "sign-in": { bucket: "sign-in", tokens: 10, windowS: 60, by: "address", whenAway: "refuse" },
  "sign-up": { bucket: "sign-up", tokens: 5, windowS: 600, by: "address", whenAway: "refuse" },
} as const satisfies Record<string, RateLimit>;

export type RateLimit = {
  bucket: string;
  tokens: number;
  windowS: number;
  by: "user" | "address";
  whenAway: "pass" | "refuse";
};

const SIGN_IN = /^\/api\/auth\/(callback\/credentials|signin\/|password|two-factor|email)/;

/** The limit that a call to the API counts towards. */
export function findRateLimit(method: string, path: string): RateLimit {
  if (method === "GET" || method === "HEAD") return RATE_LIMITS.read;
  if (path === "/api/auth/register") return RATE_LIMITS["sign-up"];
  if (SIGN_IN.test(path)) return RATE_LIMITS["sign-in"];
  return /^\/api\/(orders|positions)(\/|$)/.test(path) ? RATE_LIMITS.order : RATE_LIMITS.write;
}
