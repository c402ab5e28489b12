import type { BenchRow } from "@/bench/bench-row";

/** Every bench by name; loaded one at a time, so that one can't disturb another. */
const BENCHES: Record<string, () => Promise<{ run: () => Promise<BenchRow[]> }>> = {
  demo: () => import("@/bench/demo"),
  stream: () => import("@/bench/stream"),
  feed: () => import("@/bench/feed"),
  execute: () => import("@/bench/execute"),
  engine: () => import("@/bench/engine"),
  triggers: () => import("@/bench/triggers"),
  gateway: () => import("@/bench/gateway"),
  page: () => import("@/bench/page"),
  picker: () => import("@/bench/picker"),
  tabs: () => import("@/bench/tabs"),
  lab: () => import("@/bench/lab"),
  sweep: () => import("@/bench/sweep"),
  competitions: () => import("@/bench/competitions"),
  leaderboard: () => import("@/bench/leaderboard"),
  api: () => import("@/bench/api"),
  import: () => import("@/bench/import"),
  soak: () => import("@/bench/soak"),
};

/**
 * Prints one line per claim: the claim, our figure, the limit's, their ratio, the target, whether it passed.
 * Returns the exit code: 1 when a claim failed, 2 for an unknown name.
 */
export async function runBenches(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.`);
    return 2;
  }
  let missed = 0;
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const bench = await BENCHES[name]?.();
    for (const row of (await bench?.run()) ?? []) {
      if (!row.isMet) missed += 1;
      const result = row.isMet ? "met" : "MISSED";
      const ratio = row.ratio.toPrecision(3);
      console.log([row.claim, row.ours, row.limit, `ratio ${ratio}`, row.target, result].join(" | "));
    }
  }
  return missed > 0 ? 1 : 0;
}
