import "server-only";
import { listCronRuns } from "@/lib/db/cron-runs";
import { readQueueFigures } from "@/lib/db/queue-figures";
import { listSwitches } from "@/lib/db/switches";
import { checkHealth } from "@/lib/market/check-health";

/** Everything that the status page of the operators shows. */
export async function describeStatus() {
  const [health, runs, switches, queue] = await Promise.all([
    checkHealth(),
    listCronRuns(),
    listSwitches(),
    readQueueFigures(),
  ]);
  return { health, runs, switches, queue, serverTimeMs: Date.now() };
}
