import { basename } from "node:path";
import { listCaseFiles, readCases } from "@/tests/conformance/case-file";
import { runCase } from "@/tests/conformance/run-case";

/**
 * `npm run conformance -- [--verbose] [FILE…]`: the committed cases or those of the files; one line a file,
 * the totals last; the exit code is 0 if all passed.
 */
export function runConformance(argv: readonly string[]): number {
  const isVerbose = argv.includes("--verbose");
  const named = argv.filter((argument) => !argument.startsWith("--"));
  const files = named.length > 0 ? named : listCaseFiles();
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files) {
    const counts = runFile(file, isVerbose);
    totals.passed += counts.passed;
    totals.failed += counts.failed;
    totals.skipped += counts.skipped;
    console.log(`${basename(file)}: ${describe(counts)}`);
  }
  console.log(describe(totals));
  return totals.failed === 0 ? 0 : 1;
}

function runFile(file: string, isVerbose: boolean) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const item of loadCases(file)) {
    const result = runCase(item);
    counts[result.kind] += 1;
    if (result.kind === "failed") {
      const shown = result.differences.slice(0, isVerbose ? 20 : 3);
      console.log(`  ${item.id}: ${shown.join("; ")}`);
    } else if (result.kind === "skipped" && isVerbose) console.log(`  ${item.id} skipped: ${result.why}`);
    else if (result.kind === "passed" && isVerbose && result.note)
      console.log(`  ${item.id}: ${result.note}`);
  }
  return counts;
}

/** A file that can't be read counts as one failed case. */
function loadCases(file: string) {
  try {
    return readCases(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ id: basename(file), body: { kind: `unreadable: ${message}` } }];
  }
}

function describe(counts: { passed: number; failed: number; skipped: number }): string {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}
