/** Features that operators turn on for some users, each with the share of users that has it unless a row says otherwise. */
export const FEATURE_FLAGS = {
  /** Competitions made by traders for their friends. */
  "friends-competitions": { percent: 100 },
} as const satisfies Record<string, { percent: number }>;
export type FeatureFlag = keyof typeof FEATURE_FLAGS;
export const FEATURE_FLAG_NAMES = Object.keys(FEATURE_FLAGS) as [FeatureFlag, ...FeatureFlag[]];

const BUCKETS = 100;

/**
 * Whether a user is among the first `percent` of all users for a feature. Each feature has an order of its own, and a
 * user who has a feature keeps it while the share grows.
 */
export function isInShare(flag: FeatureFlag, userId: string, percent: number): boolean {
  return hash(`${flag}:${userId}`) % BUCKETS < percent;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  // The low bits of FNV alone are not spread evenly enough.
  return (value ^ (value >>> 16)) >>> 0;
}
