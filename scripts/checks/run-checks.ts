import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Shutdown } from "@/scripts/process/shutdown";
import { startGuarded } from "@/scripts/process/start-guarded";

/** How many checks or tests passed, failed and were skipped. */
export type Tally = { passed: number; failed: number; skipped: number };

/** One check: a program with an exit code, or a test run with its counts. */
export type Check = {
  name: string;
  args: string[];
  countsTests?: boolean;
  env?: Record<string, string>;
  /** The checks that need this one to have passed. */
  next?: Check[];
};

const NPX = (name: string, entry: string) => `node_modules/${name}/${entry}`;
/** The test runner. */
export const VITEST = NPX("vitest", "vitest.mjs");

const TYPES: Check = { name: "types", args: [NPX("typescript", "bin/tsc"), "--noEmit"] };
/** The checks of the sources alone. */
export const SOURCE_CHECKS: Check[] = [
  TYPES,
  { name: "types of the pure core", args: [NPX("typescript", "bin/tsc"), "--noEmit", "-p", "lib/core"] },
  {
    name: "lint and format",
    args: [NPX("@biomejs/biome", "bin/biome"), "check", "--error-on-warnings", "."],
  },
  {
    name: "layers",
    args: [
      NPX("dependency-cruiser", "bin/dependency-cruise.mjs"),
      "--output-type",
      "err",
      ...layeredFolders(),
    ],
  },
  { name: "vocabulary", args: ["--import", "tsx", "scripts/lint/retired-words.ts"] },
  { name: "export names", args: ["--import", "tsx", "scripts/lint/export-names.ts"] },
  { name: "dead code", args: [NPX("knip", "bin/knip.js"), "--no-progress"] },
  // Files and exports that only tests and tools use stand beside those.
  { name: "dead code of production", args: [NPX("knip", "bin/knip.js"), "--no-progress", "--production"] },
];

/** The unit tests, with a short run of each simulation. */
export const UNIT_TESTS = testProject("unit tests", "unit");
/** The production build and, with it, the tests in a browser. */
const BROWSER_TESTS: Check = {
  name: "production build",
  args: ["--conditions=react-server", "--import", "tsx", "scripts/build.ts"],
  next: [testProject("in a real browser", "e2e")],
};
/** Every test but those in a browser; the simulations run at their full length. */
const SERVER_TESTS: Check[] = [
  testProject("integration and faults", "integration"),
  testProject("unit tests", "unit", { SIMULATION: "off" }),
  testProject("simulations at full length", "simulation"),
];

function layeredFolders(): string[] {
  return [
    "app",
    "components",
    "lib",
    "emulators",
    "ops",
    "scripts",
    "bench",
    "tests",
    "prisma/seed",
    "instrumentation.ts",
  ];
}

/**
 * Every check and test. Width two: the browser's tests wait for pages and the servers' for timers, so that beside each
 * other they use both cores. The build follows the types, since it writes some that the compiler would read half-written.
 */
export const ALL_CHECKS: Check[] = [
  { ...TYPES, next: [BROWSER_TESTS] },
  ...SOURCE_CHECKS.filter((check) => check !== TYPES),
  ...SERVER_TESTS,
];

/** A vitest project as a check. */
function testProject(name: string, project: string, env: Record<string, string> = {}): Check {
  return { name, args: [VITEST, "run", "--project", project], countsTests: true, env };
}

/**
 * Runs checks, at most `width` concurrently, and prints a line for each, with the output of failed ones. What
 * needs a failed check counts as failed, and is not started.
 */
export async function runChecks(
  checks: readonly Check[],
  options: { width: number; shutdown: Shutdown },
): Promise<Tally> {
  const waiting = [...checks];
  const tallies: Tally[] = [];
  const work = async () => {
    for (let check = waiting.shift(); check && !options.shutdown.isStopping(); check = waiting.shift()) {
      const tally = await runCheck(check, options.shutdown);
      const { next: following = [] } = check;
      if (tally.failed > 0) tally.failed += following.length;
      else waiting.unshift(...following);
      tallies.push(tally);
    }
  };
  await Promise.all(Array.from({ length: options.width }, work));
  return addTallies(tallies);
}

/** The sum of tallies. */
function addTallies(tallies: readonly Tally[]): Tally {
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of tallies) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

async function runCheck(check: Check, shutdown: Shutdown): Promise<Tally> {
  const startedMs = Date.now();
  const report = join(".cache", `${check.name.replaceAll(" ", "-")}.json`);
  const reporting = check.countsTests
    ? ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
    : [];
  await rm(report, { force: true });
  const program = startGuarded(process.execPath, [...check.args, ...reporting], {
    env: { ...process.env, NODE_ENV: "test", NO_COLOR: "1", ...check.env },
  });
  shutdown.add(program.stop);
  const code = await program.ended;
  const tally = check.countsTests ? readTally(report, code) : { passed: 0, failed: 0, skipped: 0 };
  if (!check.countsTests) tally[code === 0 ? "passed" : "failed"] = 1;
  const seconds = ((Date.now() - startedMs) / 1_000).toFixed(1);
  const counts = check.countsTests ? `: ${formatTally(tally)}` : "";
  console.log(`${tally.failed > 0 ? "✗" : "✓"} ${check.name}${counts} (${seconds} s)`);
  if (tally.failed > 0) console.log(program.lastLines().join("\n"));
  return tally;
}

/** A crashed test run, or one without a report, has failed whatever its counts. */
function readTally(report: string, code: number): Tally {
  try {
    const json = JSON.parse(readFileSync(report, "utf8")) as Record<string, number>;
    const passed = json.numPassedTests ?? 0;
    const failed = json.numFailedTests ?? 0;
    const skipped = (json.numPendingTests ?? 0) + (json.numTodoTests ?? 0);
    const crashed = code !== 0 && failed === 0;
    return { passed, failed: failed + (crashed ? 1 : 0), skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** The last line of every run. */
export function formatTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
