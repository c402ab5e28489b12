import "server-only";
import { getDb } from "@/lib/db/client";
import type { CronRun, Prisma, SlowJob } from "@/lib/db/generated/client";

/** Stores the result of a job's newest run. */
export async function recordCronRun(run: {
  name: string;
  startedAt: Date;
  durationMs: number;
  ok: boolean;
  detail: Record<string, unknown>;
}): Promise<void> {
  const { name, detail, ...rest } = run;
  const data = { ...rest, detail: detail as Prisma.InputJsonObject };
  await getDb().cronRun.upsert({ where: { name }, create: { name, ...data }, update: data });
}

/** Slow runs that are stored; the oldest are deleted. */
const MAX_SLOW = 200;
const LISTED = 20;

/** Stores a run that took longer than it should. */
export async function recordSlowJob(run: {
  name: string;
  startedAt: Date;
  durationMs: number;
}): Promise<void> {
  await getDb().slowJob.create({ data: run });
  await getDb().$executeRaw`
    DELETE FROM "SlowJob" WHERE "startedAt" <
      (SELECT "startedAt" FROM "SlowJob" ORDER BY "startedAt" DESC OFFSET ${MAX_SLOW} LIMIT 1)`;
}

/** The newest slow runs. */
export function listSlowJobs(): Promise<SlowJob[]> {
  return getDb().slowJob.findMany({ orderBy: { startedAt: "desc" }, take: LISTED });
}

export function listCronRuns(): Promise<CronRun[]> {
  return getDb().cronRun.findMany({ orderBy: { name: "asc" } });
}
