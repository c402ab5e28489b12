import "server-only";
import { listSwitches } from "@/lib/db/switches";
import { readSwitches } from "@/lib/infra/operator-switches";

const PREFIX = "halt:";

/** Symbols that an operator has halted; "*" halts all. At most a second old. */
export async function listHalted(): Promise<ReadonlySet<string>> {
  const names = [...(await readSwitches(listSwitches))];
  return new Set(names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)));
}
