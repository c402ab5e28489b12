import { writeFileSync } from "node:fs";
import { recordState, type ScenarioState, type ScenarioStep } from "@/tests/conformance/scenario-case";
import { NaiveEngine } from "@/tests/engine/naive-engine";
import { playNaively, randomMarket, randomMove } from "@/tests/engine/naive-moves";
import { seededRandom } from "@/tests/support/seeded-random";

const FILE = "tests/fixtures/conformance/naive-scenarios.json";
const SCENARIOS = 120;
const STEPS = 30;
/** Beyond the seeds of the differential test, so that these are other scenarios. */
const FIRST_SEED = 1_000_001;

/** The moves of one seed and what the naive engine has after each; the engine takes no part. */
function recordScenario(seed: number) {
  const random = seededRandom(seed);
  let market = randomMarket(random, 1_000 + random.int(4_000));
  const naive = new NaiveEngine(market);
  const steps: ScenarioStep[] = [];
  const states: ScenarioState[] = [];
  for (let step = 1; step <= STEPS; step += 1) {
    const isNew = step === 1 || random.chance(0.3);
    if (isNew) market = randomMarket(random, market.last, market);
    naive.show(market);
    const move = randomMove(random, { naive, market, step });
    steps.push(isNew ? { market, move } : { move });
    states.push(recordState(naive, playNaively(naive, move, market)));
    if (move.op === "point") market = { ...market, last: move.last, mark: move.mark };
  }
  return { id: `naive-${seed - FIRST_SEED + 1}`, kind: "scenario", steps, expect: { states } };
}

/**
 * `node --conditions=react-server --import tsx tests/conformance/record-scenarios.ts`: writes the scenarios of
 * the naive engine again, after a change of its rules.
 */
const cases = Array.from({ length: SCENARIOS }, (_, index) => recordScenario(FIRST_SEED + index));
const meta = {
  what: "Random scenarios of one isolated perpetual, with the results of the naive engine (tests/engine/naive-engine.ts)",
  made_by: "tests/conformance/record-scenarios.ts",
  tolerance: "relative 1e-6",
  total: cases.length,
};
const rows = cases.map((one) => JSON.stringify(one)).join(",\n");
writeFileSync(FILE, `{"meta": ${JSON.stringify(meta)},\n"cases": [\n${rows}\n]}\n`);
console.log(`Wrote ${FILE}: ${cases.length} scenarios of ${STEPS} steps.`);
