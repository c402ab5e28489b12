import "server-only";
import { listCronRuns } from "@/lib/db/admin/cron-runs";
import { readQueueFigures } from "@/lib/db/admin/queue-figures";
import { listSwitches } from "@/lib/db/admin/switches";
import { checkHealth } from "@/lib/market/reference/check-health";

/** The data of the operators' status page. */
export async function readStatus() {
  const [health, runs, switches, queue] = await Promise.all([
    checkHealth(),
    listCronRuns(),
    listSwitches(),
    readQueueFigures(),
  ]);
  return { health, runs, switches, queue, serverTimeMs: Date.now() };
}
