import "server-only";
import { getDb } from "@/lib/db/client";
import type { User } from "@/lib/db/generated/client";

/** Makes a sample account that no mail is sent to; an existing one stays. Not ready yet. */
export async function createSampleUser(id: string): Promise<void> {
  const mails = { challenges: false, limits: false, alerts: false, weekly: false };
  const user = { id, email: `${id}@sample.invalid`, displayName: "Sample trader", preferences: { mails } };
  await getDb().user.createMany({ data: user, skipDuplicates: true });
}

/** Marks a sample account as complete: visitors may sign in to it. */
export async function markSampleReady(id: string, now: Date): Promise<void> {
  await getDb().user.update({ where: { id }, data: { emailVerifiedAt: now } });
}

/** A sample account that is complete. */
export function findReadySample(id: string): Promise<User | null> {
  return getDb().user.findFirst({ where: { id, emailVerifiedAt: { not: null }, deletedAt: null } });
}

/** Sample accounts that are not erased yet, besides these. */
export async function listOtherSamples(prefix: string, ids: readonly string[]): Promise<string[]> {
  const where = { id: { startsWith: prefix, notIn: [...ids] }, deletedAt: null };
  return (await getDb().user.findMany({ where, select: { id: true } })).map(({ id }) => id);
}
