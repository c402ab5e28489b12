import { createRandom } from "@/lib/lab/seeded-random";

/** Makes `Math.random` and `Date` repeatable: a seeded sequence, and the time of the bar. */
export function replaceChance(
  scope: typeof globalThis,
  { seed, now }: { seed: number; now: () => number },
): void {
  scope.Math.random = createRandom(seed);
  const RealDate = scope.Date;
  class BarDate extends RealDate {
    constructor(...given: [] | [string | number]) {
      super(...((given.length === 0 ? [now()] : given) as [number]));
    }

    static override now(): number {
      return now();
    }
  }
  scope.Date = BarDate as DateConstructor;
}
