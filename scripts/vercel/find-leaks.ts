import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { VercelOutput } from "@/scripts/vercel/vercel-output";

/**
 * Finds the files of a build that contain a secret of its environment: those of the functions, and all static
 * files.
 *
 * @param secrets values by the names of their variables
 */
export function findLeaks(checkout: string, output: VercelOutput, secrets: Record<string, string>): string[] {
  const folder = join(checkout, ".vercel", "output");
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const paths = new Set([...written, ...output.functions.flatMap(({ files }) => [...files.values()])]);
  const faults: string[] = [];
  for (const path of paths) {
    if (lstatSync(path).isSymbolicLink()) continue;
    const content = readFileSync(path);
    for (const [name, value] of Object.entries(secrets)) {
      if (content.includes(value))
        faults.push(`${path.slice(checkout.length + 1)} contains the value of ${name}.`);
    }
  }
  return faults;
}
