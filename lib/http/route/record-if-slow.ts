import "server-only";
import { recordSlowJob } from "@/lib/db/admin/cron-runs";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** A run is slow after this long, in ms: a job of a minute then delays the next one soon. */
const SLOW_MS = 10_000;
/** Leads the feed until the next run takes over. */
const ENDLESS = "cron market";

/** Stores a job's run for the operators when it was slow; a failure to store it does not fail the run. */
export async function recordIfSlow(name: string, startedMs: number): Promise<void> {
  const durationMs = Date.now() - startedMs;
  if (durationMs < SLOW_MS || name === ENDLESS) return;
  await recordSlowJob({ name, startedAt: new Date(startedMs), durationMs }).catch((error) =>
    reportError("slow-job-not-kept", error, { name }),
  );
}
