import type { BenchRow } from "@/bench/bench-row";
import { atMost } from "@/bench/lab/lab-rows";
import { measurePage } from "@/bench/lab/measure-page";
import { measureReplay } from "@/bench/lab/measure-replay";
import { measureRunner } from "@/bench/lab/measure-runner";
import { expectedBest, minimumBacktestYears } from "@/lib/lab/statistics/deflated-sharpe";
import { readCases } from "@/tests/conformance/case-file";
import { runCase } from "@/tests/conformance/run-case";

/**
 * L1 to L18: the limits of the lab (docs/limits.md). L17 is held to 1e-9 by `npm test`; its row is the error
 * against two figures as they were published, with fewer digits.
 */
export async function run(): Promise<BenchRow[]> {
  const runner = await measureRunner();
  const cases = ["jesse-tests", "jesse-random"].flatMap((name) =>
    readCases(`tests/fixtures/conformance/${name}.json`),
  );
  const failed = cases.filter((one) => runCase(one).kind === "failed").length;
  const errors = [expectedBest(100) - 2.5306028932, minimumBacktestYears(45, 1) - 4.998087].map(Math.abs);
  return [
    ...runner,
    ...measureReplay(),
    atMost(`L14 lab: of ${cases.length} recorded cases of jesse's engine, those that differ`, failed, 0),
    atMost("L17 lab: largest error of two published figures", Math.max(...errors), 1e-6),
    ...(await measurePage()),
  ];
}
