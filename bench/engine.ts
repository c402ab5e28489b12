import { type BenchRow, median } from "@/bench/bench-row";
import { measureCandles } from "@/bench/engine/candles";
import { measureDecisions } from "@/bench/engine/decisions";

const REPETITIONS = 5;
const DECISIONS_A_SECOND = 100_000;
const CANDLES_A_SECOND = 500_000;

/** P11 and P12: the pure engine on one core, interleaved repetitions, medians. */
export async function run(): Promise<BenchRow[]> {
  const decisions: number[] = [];
  const candles: number[] = [];
  measureDecisions();
  measureCandles();
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    decisions.push(measureDecisions());
    candles.push(measureCandles());
  }
  return [
    describe(
      "P11 engine: decisions a second (open, add, reduce, close)",
      median(decisions),
      DECISIONS_A_SECOND,
    ),
    describe("P12 engine: one-minute candles a second, 50 resting orders", median(candles), CANDLES_A_SECOND),
  ];
}

function describe(claim: string, rate: number, wanted: number): BenchRow {
  const ratio = rate / wanted;
  return {
    claim,
    ours: rate.toFixed(0),
    limit: `${wanted} wanted`,
    ratio,
    target: ">= 1",
    isMet: ratio >= 1,
  };
}
