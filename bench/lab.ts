import type { BenchRow } from "@/bench/bench-row";
import { atMost } from "@/bench/lab/lab-rows";
import { measurePage } from "@/bench/lab/measure-page";
import { measureReplay } from "@/bench/lab/measure-replay";
import { measureRunner } from "@/bench/lab/measure-runner";
import { PARITY_RUNS } from "@/lib/lab/parity-cases";
import { expectedBest, minimumBacktestYears } from "@/lib/lab/statistics/deflated-sharpe";

/**
 * L1 to L18: the limits of the lab (docs/limits.md). L14 and L17 are held case by case by `npm test`; their
 * rows are the number of runs that differ and one figure each.
 */
export async function run(): Promise<BenchRow[]> {
  const runner = await measureRunner();
  const differing = PARITY_RUNS.filter(({ jesse, lab }) => jesse !== lab).length;
  const errors = [expectedBest(100) - 2.5306028932, minimumBacktestYears(45, 1) - 4.998087].map(Math.abs);
  return [
    ...runner,
    ...measureReplay(),
    atMost("L14 lab: recorded runs of jesse that differ", differing, 0),
    atMost("L17 lab: largest error of two published figures", Math.max(...errors), 1e-6),
    ...(await measurePage()),
  ];
}
