import { mkdir } from "node:fs/promises";
import { buildProduct, generateClient } from "@/scripts/launch/build-product";
import {
  formatTally,
  QUICK_CHECKS,
  runChecks,
  type Tally,
  testProject,
  VERCEL_CHECK,
} from "@/scripts/launch/run-checks";
import { createShutdown } from "@/scripts/launch/shutdown";

const shutdown = createShutdown((reason) => console.log(`\n… ${reason}`));
const total: Tally = { passed: 0, failed: 0, skipped: 0 };

function count(tally: Tally): void {
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped;
}

await mkdir(".cache", { recursive: true });
await generateClient(shutdown);
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
