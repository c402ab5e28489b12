import { describe, expect, it } from "vitest";
import { buildHeatmap } from "@/lib/lab/optimise/build-heatmap";
import { chooseTrials, listChoices } from "@/lib/lab/optimise/choose-trials";
import { evaluateTrials } from "@/lib/lab/optimise/evaluate-trials";
import type { TrialResult } from "@/lib/lab/optimise/trial-result";
import { createRandom } from "@/lib/lab/seeded-random";
import { listParameters } from "@/lib/lab/strategy/list-parameters";
import { Strategy } from "@/lib/lab/strategy/strategy";
import type { Hyperparameter } from "@/lib/lab/strategy/strategy-runtime";

const FAST: Hyperparameter = { name: "fast", type: "int", min: 5, max: 30, step: 5, default: 10 };
const SLOW: Hyperparameter = { name: "slow", type: "float", min: 1, max: 2, step: 0.1, default: 1 };
const FLAG: Hyperparameter = { name: "flag", type: "boolean", default: false };

it("parameters of a text that is not ours are plain, short data, or a sentence", () => {
  const named = (hyperparameters: unknown) => {
    class Any extends Strategy {}
    return listParameters(Object.assign(Any, { hyperparameters: hyperparameters as Hyperparameter[] }));
  };
  expect(named([FAST, { ...FLAG, extra: () => 1 }])).toEqual([FAST, FLAG]);
  const long = "x".repeat(1e6);
  const [clipped] = named(
    Array(1_000).fill({ name: long, type: "categorical", options: [long], default: long }),
  );
  expect(JSON.stringify(clipped).length).toBeLessThan(500);
  for (const wrong of [
    {},
    [{ type: "int", default: 1 }],
    [{ name: "a", type: "long", default: 1 }],
    [null],
  ]) {
    expect(() => named(wrong)).toThrow(/must be a list|needs name, default, and type/);
  }
});

describe("the values that are tried", () => {
  it("of a parameter", () => {
    expect(listChoices(FAST)).toEqual([5, 10, 15, 20, 25, 30]);
    expect(listChoices(SLOW).at(-1)).toBe(2);
    expect(listChoices(SLOW)[3]).toBe(1.3);
    expect(listChoices({ name: "x", type: "categorical", options: ["a", "b"], default: "a" })).toEqual([
      "a",
      "b",
    ]);
    expect(listChoices({ name: "x", type: "int", default: 3 })).toEqual([3]);
    const wide = listChoices({ name: "x", type: "int", min: 0, max: 1e9, default: 3 });
    expect([wide.length <= 1_000, wide[0], Number(wide.at(-1)) > 9.9e8]).toEqual([true, 0, true]);
    for (const step of [0, -1]) expect(listChoices({ ...FAST, step })).toHaveLength(26);
    expect(listChoices({ ...FAST, max: Number.POSITIVE_INFINITY })).toEqual([10]);
  });

  it("are all combinations where they are few, else as many different ones at random", () => {
    const all = chooseTrials([FAST, FLAG], { count: 12, random: createRandom(1) });
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(12);
    expect(all[0]).toEqual({ fast: 5, flag: false });
    const some = chooseTrials([FAST, SLOW, FLAG], { count: 40, random: createRandom(1) });
    expect(new Set(some.map((one) => JSON.stringify(one))).size).toBe(40);
    expect(chooseTrials([FAST, SLOW, FLAG], { count: 40, random: createRandom(1) })).toEqual(some);
    const fine = { name: "x", type: "float", min: 1e15, max: 1e15 + 1, step: 1e-3, default: 1 } as const;
    expect(chooseTrials([fine, SLOW], { count: 400, random: createRandom(1) }).length).toBeLessThan(400);
    expect(chooseTrials([], { count: 5, random: createRandom(1) })).toEqual([{}]);
  });
});

/** Trials of noise, the first of them with an edge of its own. */
function noise(count: number, days: number, edge = 0): TrialResult[] {
  const random = createRandom(12);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, (_, index) => ({
    values: { fast: (index % 4) * 5, slow: Math.floor(index / 4) },
    trades: 10,
    returns: Array.from({ length: days }, () => normal() * 0.01 + (index === 5 ? edge : 0)),
  }));
}

describe("an optimisation", () => {
  it("of noise is found out", () => {
    const { ranked, deflated, overfit, trainDays, testDays } = evaluateTrials(noise(16, 200));
    expect([trainDays, testDays]).toEqual([140, 60]);
    expect(ranked[0]?.trainSharpe).toBeGreaterThan(1);
    expect(deflated?.probability).toBeLessThan(0.95);
    expect(overfit?.probability).toBeGreaterThan(0.2);
  });

  it("finds an edge, and shows it in what it was not chosen by", () => {
    const { ranked, deflated, overfit, walk } = evaluateTrials(noise(16, 200, 0.005));
    expect(ranked[0]).toMatchObject({ index: 5, values: { fast: 5, slow: 1 } });
    expect(ranked[0]?.testSharpe).toBeGreaterThan(2);
    expect(deflated?.probability).toBeGreaterThan(0.95);
    expect(overfit?.probability).toBeLessThan(0.1);
    expect(walk?.t).toBeGreaterThan(2);
    expect(walk?.steps).toHaveLength(5);
  });

  it("more tries before make the same result less likely", () => {
    const trials = noise(16, 200, 0.003);
    const [few, many] = [16, 1_600].map((tried) => evaluateTrials(trials, tried).deflated?.probability ?? 0);
    expect(many).toBeLessThan(few ?? 0);
  });

  it("too short a period gives no figures instead of wrong ones", () => {
    expect(evaluateTrials(noise(4, 3))).toMatchObject({ deflated: null, overfit: null, walk: null });
    expect(evaluateTrials(noise(1, 100))).toMatchObject({ deflated: null, overfit: null, walk: null });
  });
});

it("a heatmap has the best trial's cell and its plateau", () => {
  const { ranked } = evaluateTrials(noise(16, 200, 0.005));
  const map = buildHeatmap(ranked, { row: "slow", column: "fast" });
  expect(map).toMatchObject({ rows: [0, 1, 2, 3], columns: [0, 5, 10, 15], best: { row: 1, column: 1 } });
  expect(map?.cells[1]?.[1]).toBeCloseTo(ranked[0]?.trainSharpe ?? 0, 12);
  expect(map?.plateau).toBeLessThan(0.5);
  expect(buildHeatmap([], { row: "slow", column: "fast" })).toBeNull();
});
