import { runInThisContext } from "node:vm";
import { LabError } from "@/lib/lab/lab-error";
import { readReason } from "@/lib/lab/read-reason";
import type { StrategyClass } from "@/lib/lab/run/create-simulation";
import { collectStrategies, type StrategyModule } from "@/lib/lab/strategy/collect-strategies";
import { MODULE_HEAD, MODULE_TAIL } from "@/lib/lab/strategy/module-text";
import { transpileStrategy } from "@/lib/lab/strategy/transpile-strategy";

/** The strategy classes of a file's text. It runs with the rights of this process, as any script does. */
export function loadStrategies(text: string, path: string): StrategyClass[] {
  const code = `${MODULE_HEAD}${transpileStrategy(text)}${MODULE_TAIL}`;
  try {
    return collectStrategies(runInThisContext(code, { filename: path }) as StrategyModule);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(`The strategy ${path} can't be loaded: ${readReason(error)}`);
  }
}
