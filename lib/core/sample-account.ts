/** The account of a day that visitors may look around in: its history is made again each day, and it is read-only. */

const PREFIX = "sample-";

/** The id of the sample account of a day such as "2026-11-29". Ids of other users are UUIDs. */
export function sampleIdOf(day: string): string {
  return `${PREFIX}${day}`;
}

/** Whether a user is a sample account, which is read-only. */
export function isSampleUser(userId: string): boolean {
  return userId.startsWith(PREFIX);
}
