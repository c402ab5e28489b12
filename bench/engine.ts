import { type BenchRow, median } from "@/bench/bench-row";
import { measureCandles } from "@/bench/engine/candles";
import { measureDecisions } from "@/bench/engine/decisions";
import { measureEvaluation } from "@/bench/engine/rule-evaluation";

const REPETITIONS = 5;
const DECISIONS_A_SECOND = 100_000;
const CANDLES_A_SECOND = 500_000;
const MAX_RULE_COST = 1.5;

/** P11, P12 and the cost of trading rules: the pure engine on one core, interleaved repetitions, medians. */
export async function run(): Promise<BenchRow[]> {
  const decisions: number[] = [];
  const candles: number[] = [];
  const ruleCosts: number[] = [];
  measureDecisions();
  measureCandles();
  measureEvaluation(true);
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    decisions.push(measureDecisions());
    candles.push(measureCandles());
    ruleCosts.push(measureEvaluation(true) / measureEvaluation(false));
  }
  return [
    describe(
      "P11 engine: decisions a second (open, add, reduce, close)",
      median(decisions),
      DECISIONS_A_SECOND,
    ),
    describe("P12 engine: one-minute candles a second, 50 resting orders", median(candles), CANDLES_A_SECOND),
    describeRules(median(ruleCosts)),
  ];
}

function describeRules(ratio: number): BenchRow {
  return {
    claim: "engine: evaluation of a challenge with every trading rule",
    ours: `${ratio.toFixed(2)} x`,
    limit: "loss limits alone, same run",
    ratio,
    target: `<= ${MAX_RULE_COST}`,
    isMet: ratio <= MAX_RULE_COST,
  };
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
