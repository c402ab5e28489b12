import "server-only";
import { getDb } from "@/lib/db/client";
import type { CronRun, Prisma } from "@/lib/db/generated/client";

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

export function listCronRuns(): Promise<CronRun[]> {
  return getDb().cronRun.findMany({ orderBy: { name: "asc" } });
}
