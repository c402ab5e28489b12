import { getDb } from "@/lib/db/client";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { publishSwitches } from "@/lib/infra/operator-switches";

/** Sets the operators' switches, without the delay of up to a second until a process reads them. */
export async function setHalts(names: string[]): Promise<void> {
  await getDb().operatorSwitch.deleteMany();
  await getDb().operatorSwitch.createMany({ data: names.map((name) => ({ name })) });
  await publishSwitches(names);
  getProcessSingleton<{ known: unknown }>("operator-switches", () => ({ known: null })).known = null;
}
