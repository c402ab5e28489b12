import { spawnSync } from "node:child_process";
import type { BenchRow } from "@/bench/bench-row";

/** Every bench by name. */
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
  journal: () => import("@/bench/journal"),
  soak: () => import("@/bench/soak"),
};

/**
 * Runs the named benches, or all, each in a process of its own: a bench sets the environment and the connections of
 * its process. Returns the exit code: 0, 1 when a claim or a bench failed, 2 for an unknown name.
 */
export async function runBenches(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.`);
    return 2;
  }
  const [only, ...others] = names;
  if (only && others.length === 0) return runBench(only);
  const [script = ""] = process.argv.slice(1);
  const statuses = (only ? names : Object.keys(BENCHES)).map((name) => {
    const args = [...process.execArgv, script, "bench", name];
    return spawnSync(process.execPath, args, { stdio: "inherit" }).status;
  });
  return statuses.every((status) => status === 0) ? 0 : 1;
}

/** Prints one line per claim: the claim, our figure, the limit's, their ratio, the target, whether it passed. */
async function runBench(name: string): Promise<number> {
  const bench = await BENCHES[name]?.();
  const rows = (await bench?.run()) ?? [];
  for (const row of rows) {
    const result = row.isMet ? "met" : "MISSED";
    const ratio = row.ratio.toPrecision(3);
    console.log([row.claim, row.ours, row.limit, `ratio ${ratio}`, row.target, result].join(" | "));
  }
  return rows.every((row) => row.isMet) ? 0 : 1;
}
