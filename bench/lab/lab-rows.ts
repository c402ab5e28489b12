import type { BenchRow } from "@/bench/bench-row";

/** A figure that must reach a limit. */
export function atLeast(claim: string, ours: number, limit: number, name: string): BenchRow {
  const ratio = ours / limit;
  return {
    claim,
    ours: show(ours),
    limit: `${show(limit)} ${name}`,
    ratio,
    target: "≥ 1",
    isMet: ratio >= 1,
  };
}

/** A figure that must not pass a limit; the ratio of one that is zero is zero. */
export function atMost(claim: string, ours: number, limit: number): BenchRow {
  const ratio = ours === 0 ? 0 : ours / limit;
  return { claim, ours: show(ours), limit: show(limit), ratio, target: "≤ 1", isMet: ours <= limit };
}

function show(value: number): string {
  return value >= 1_000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
