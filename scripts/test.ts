import { mkdir } from "node:fs/promises";
import { buildProduct, generateClient } from "@/scripts/launch/build-product";
import {
  formatTally,
  QUICK_CHECKS,
  runChecks,
  type Tally,
  testProject,
  VERCEL_CHECK,
  VITEST,
} from "@/scripts/launch/run-checks";
import { createShutdown } from "@/scripts/launch/shutdown";
import { startGuarded } from "@/scripts/launch/start-guarded";

const shutdown = createShutdown((reason) => console.log(`\n… ${reason}`));
const total: Tally = { passed: 0, failed: 0, skipped: 0 };

function count(tally: Tally): void {
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
}

/** `npm test -- FILE…` or other arguments of vitest: runs those tests only. */
async function runSome(args: readonly string[]): Promise<number> {
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

await mkdir(".cache", { recursive: true });
await generateClient(shutdown);
const args = process.argv.slice(2);
if (args.length > 0) await shutdown.exit(await runSome(args));
count(await runChecks(QUICK_CHECKS, { width: 2, shutdown }));
// One long simulation leaves a core free.
const simulations = testProject("simulations at full length", "simulation");
count(await runChecks([simulations, VERCEL_CHECK], { width: 2, shutdown }));
count(await runChecks([testProject("integration and faults", "integration")], { width: 1, shutdown }));
try {
  const startedMs = Date.now();
  await buildProduct(shutdown);
  console.log(`✓ production build (${((Date.now() - startedMs) / 1_000).toFixed(1)} s)`);
  count({ passed: 1, failed: 0, skipped: 0 });
  count(await runChecks([testProject("in a real browser", "e2e")], { width: 1, shutdown }));
} catch (error) {
  console.log(`✗ production build\n${error instanceof Error ? error.message : error}`);
  count({ passed: 0, failed: 1, skipped: 0 });
}
console.log(formatTally(total));
await shutdown.exit(total.failed > 0 ? 1 : 0);
