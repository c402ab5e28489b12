/** Id of the challenge that a user's tier includes this month: it says user and month, so that there is one. */
export function includedChallengeId(userId: string, now = new Date()): string {
  return `${userId}-${now.toISOString().slice(0, 7)}`;
}
