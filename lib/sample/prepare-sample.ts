import "server-only";
import { openPractice, practiceIdOf } from "@/lib/accounts/open-practice";
import { sampleIdOf } from "@/lib/core/sample-account";
import { forgetUser } from "@/lib/db/admin/forget-user";
import {
  createSampleUser,
  findReadySample,
  listOtherSamples,
  markSampleReady,
} from "@/lib/db/admin/sample-users";
import { getEnv } from "@/lib/infra/env/env";
import { getRedis } from "@/lib/infra/redis/redis";
import { HISTORY_MS, loadHistory } from "@/lib/sample/load-history";
import { seedChallenges } from "@/lib/sample/seed-challenges";
import { seedImport } from "@/lib/sample/seed-import";
import { seedJournal } from "@/lib/sample/seed-journal";
import { HALF_YEAR, seedTrading } from "@/lib/sample/seed-trading";

const DAY_MS = 86_400_000;
/** One process prepares the account; another one goes on after this, in seconds, if it failed. */
const TURN_S = 300;

/** The id of the sample account of the day (UTC) of an instant. */
export function sampleOfDay(now: Date): string {
  return sampleIdOf(now.toISOString().slice(0, 10));
}

/**
 * Makes the sample account of the day, with a history up to now, and erases those before yesterday's, whose visitors
 * may still be reading. Does nothing unless `SAMPLE_ACCOUNT` is set. @returns whether it made one
 */
export async function prepareSample(now: Date): Promise<boolean> {
  if (!getEnv().SAMPLE_ACCOUNT) return false;
  const id = sampleOfDay(now);
  if ((await findReadySample(id)) !== null) return false;
  if ((await getRedis().set(`sample-turn:${id}`, "1", { nx: true, ex: TURN_S })) === null) return false;
  await createSampleUser(id);
  await openPractice(id, now.getTime() - HISTORY_MS);
  const candles = await loadHistory();
  await seedTrading(practiceIdOf(id), HALF_YEAR, candles);
  await seedJournal(id);
  await seedImport(id);
  await seedChallenges(id, candles);
  await markSampleReady(id, now);
  const yesterday = sampleOfDay(new Date(now.getTime() - DAY_MS));
  for (const old of await listOtherSamples(sampleIdOf(""), [id, yesterday])) await forgetUser(old, now);
  return true;
}
