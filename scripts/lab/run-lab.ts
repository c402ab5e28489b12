import { writeFile } from "node:fs/promises";
import { sha256 } from "@/lib/infra/sha256";
import { findLookAhead } from "@/lib/lab/checks/find-look-ahead";
import { measureWarmUp } from "@/lib/lab/checks/measure-warm-up";
import { LabError } from "@/lib/lab/lab-error";
import { compareProfiles, type RealityGap } from "@/lib/lab/run/compare-profiles";
import type { RunInput } from "@/lib/lab/run/create-simulation";
import { isPathAssumed, toRunResult } from "@/lib/lab/run/report/to-run-result";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import type { Simulation } from "@/lib/lab/run/simulation";
import { fromCaller } from "@/scripts/lab/from-caller";
import type { LabOptions } from "@/scripts/lab/read-lab-options";

/** Runs the strategies, writes the result and prints its summary; returns whether every check passed. */
export async function runLab(options: LabOptions): Promise<boolean> {
  const startedMs = performance.now();
  const simulation = runBacktest(options);
  const seconds = (performance.now() - startedMs) / 1_000;
  const result = await toRunResult(simulation, { inputs: options.inputs, sha256 });
  const { total, net_profit, finishing_balance, max_drawdown } = result.summary;
  console.log(
    `✓ ${total} trades, net ${net_profit}, balance ${finishing_balance}, deepest fall ${max_drawdown} % ` +
      `(${simulation.minutes} minutes in ${seconds.toFixed(1)} s)`,
  );
  console.log(`fingerprint ${result.fingerprint}`);
  printGaps(options);
  if (isPathAssumed(result)) {
    console.log(
      `  ${Math.round(result.sharedFills * 100)} % of the fills share a minute: its path is assumed`,
    );
  }
  const checks = options.isCheck ? printChecks(options, simulation) : undefined;
  const gap = options.isGap ? compare(options) : undefined;
  if (options.out !== null) await writeResult(options.out, { ...result, checks, gap });
  return checks?.lookAhead.difference == null;
}

/** Minutes that the files don't have are flat candles in the run: a reader must hear of them. */
function printGaps({ candles }: LabOptions): void {
  for (const [symbol, { filled, close }] of candles) {
    if (filled > 0) console.log(`  ${symbol}: ${filled} of ${close.length} minutes are missing and flat`);
  }
}

async function writeResult(path: string, result: object): Promise<void> {
  await writeFile(fromCaller(path), JSON.stringify(result)).catch(() => {
    throw new LabError(`The result can't be written to ${path}.`);
  });
}

function compare(options: LabOptions): RealityGap {
  const gap = compareProfiles(options, runBacktest);
  const causes = gap.causes.map(({ cause, change }) => `${cause} ${change.toFixed(2)}`).join(", ");
  console.log(
    `  net ${gap.jesse.net.toFixed(2)} by jesse's rules, ${gap.venue.net.toFixed(2)} by the venue's: ${causes}`,
  );
  return gap;
}

/** Runs and prints the look-ahead and warm-up checks of a run. */
export function printChecks(options: RunInput, simulation: Simulation) {
  const lookAhead = findLookAhead(options, simulation);
  const warmUp = measureWarmUp(options, simulation);
  const found = lookAhead.difference;
  console.log(
    found === null
      ? `✓ no look-ahead at ${lookAhead.cuts} cuts`
      : `✗ look-ahead: the candles after ${new Date(found.cutMs).toISOString()} change the order ${found.order}`,
  );
  for (const { warmUpCandles, minutes, trades, changed } of warmUp) {
    console.log(`  warm-up ${warmUpCandles} bars (${minutes} minutes): ${trades} trades, ${changed} changed`);
  }
  return { lookAhead, warmUp };
}
