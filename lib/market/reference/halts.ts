import "server-only";
import type { Context } from "@/lib/core/engine/context";
import { listSwitches } from "@/lib/db/admin/switches";
import { readSwitches } from "@/lib/infra/operator-switches";

const HALT = "halt:";
const ALLOW_EXITS = "allow-exits:";

/**
 * The halts that operators have set, and the symbols in which exits are still allowed. At most a second old.
 */
export async function readHalts(): Promise<Required<Pick<Context, "halted" | "exitsAllowed">>> {
  const names = [...(await readSwitches(listSwitches))];
  return { halted: symbolsOf(names, HALT), exitsAllowed: symbolsOf(names, ALLOW_EXITS) };
}

/** Whether a symbol is halted, so that its price path is not walked. At most a second old. */
export async function isSymbolHalted(symbol: string): Promise<boolean> {
  const { halted } = await readHalts();
  return halted.has("*") || halted.has(symbol);
}

/** The same, read from the database: for operators, who may have set the halt a moment ago. */
export async function isHaltSet(symbol: string): Promise<boolean> {
  const halted = symbolsOf(await listSwitches(), HALT);
  return halted.has("*") || halted.has(symbol);
}

function symbolsOf(names: readonly string[], prefix: string): ReadonlySet<string> {
  return new Set(names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)));
}
