import { mkdir } from "node:fs/promises";
import { ALL_CHECKS, formatTally, runChecks, VITEST } from "@/scripts/checks/run-checks";
import { runScript } from "@/scripts/process/run-script";
import type { Shutdown } from "@/scripts/process/shutdown";
import { startGuarded } from "@/scripts/process/start-guarded";
import { generateClient } from "@/scripts/product/build-product";

/** `npm test -- FILE…` or other arguments of vitest: runs those tests only. */
async function runSome(args: readonly string[], shutdown: Shutdown): Promise<number> {
  const projects = new Set(args.flatMap((arg) => findProject(arg) ?? []));
  const program = startGuarded(
    process.execPath,
    [VITEST, "run", ...[...projects].flatMap((project) => ["--project", project]), ...args],
    { env: { ...process.env, NODE_ENV: "test" }, onLine: (line) => console.log(line) },
  );
  shutdown.add(program.stop);
  return program.ended;
}

/** The suffix of a test file shows what it needs, see vitest.config.ts. */
function findProject(file: string): string | null {
  if (file.endsWith(".itest.ts")) return "integration";
  if (file.endsWith(".e2e.ts")) return "e2e";
  return /\.test\.tsx?$/.test(file) ? "unit" : null;
}

await runScript(async (shutdown) => {
  await mkdir(".cache", { recursive: true });
  await generateClient();
  const args = process.argv.slice(2);
  if (args.length > 0) return runSome(args, shutdown);
  const total = await runChecks(ALL_CHECKS, { width: 2, shutdown });
  console.log(formatTally(total));
  return total.failed > 0 ? 1 : 0;
});
