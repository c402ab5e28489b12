import type { BenchRow } from "@/bench/bench-row";

/** Every bench by name; loaded one at a time, so that one can't disturb another. */
const BENCHES: Record<string, () => Promise<{ run: () => Promise<BenchRow[]> }>> = {
  stream: () => import("@/bench/stream"),
  feed: () => import("@/bench/feed"),
};

/** Prints one line a claim: what was claimed, our figure, the limit's, their ratio, the target, met or not. */
async function main(names: string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.`);
    process.exitCode = 2;
    return;
  }
  let missed = 0;
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const bench = await BENCHES[name]?.();
    for (const row of (await bench?.run()) ?? []) {
      if (!row.met) missed += 1;
      const verdict = row.met ? "met" : "MISSED";
      const ratio = row.ratio.toPrecision(3);
      console.log([row.claim, row.ours, row.limit, `ratio ${ratio}`, row.target, verdict].join(" | "));
    }
  }
  if (missed > 0) process.exitCode = 1;
}

await main(process.argv.slice(2));
process.exit();
