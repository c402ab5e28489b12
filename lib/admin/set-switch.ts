import "server-only";
import { listSwitches, storeSwitch } from "@/lib/db/admin/switches";
import { publishSwitches } from "@/lib/infra/operator-switches";

/** Sets a switch for all processes: stored in the database, copied to Redis, effective within a second. */
export async function setSwitch(
  adminId: string,
  change: { name: string; on: boolean; reason: string },
): Promise<{ on: string[] }> {
  const { name, on, reason } = change;
  await storeSwitch({ adminId, action: "set-switch", target: `switch:${name}`, reason }, name, on);
  const names = await listSwitches();
  await publishSwitches(names);
  return { on: names };
}
