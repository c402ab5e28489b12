import "server-only";
import { listCronRuns, listSlowJobs } from "@/lib/db/admin/cron-runs";
import { listErrors } from "@/lib/db/admin/error-reports";
import { listFlags } from "@/lib/db/admin/feature-flags";
import { readQueueFigures } from "@/lib/db/admin/queue-figures";
import { listSwitches } from "@/lib/db/admin/switches";
import { checkHealth } from "@/lib/market/reference/check-health";

/** The data of the operators' status page. */
export async function readStatus() {
  const [health, runs, switches, queue, flags, errors, slowJobs] = await Promise.all([
    checkHealth(),
    listCronRuns(),
    listSwitches(),
    readQueueFigures(),
    listFlags(),
    listErrors(),
    listSlowJobs(),
  ]);
  return { health, runs, switches, queue, flags, errors, slowJobs, serverTimeMs: Date.now() };
}
