import type { ObjectiveDto } from "@/lib/schemas/challenge/challenge-responses";

const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2026, 0, 5);
const START = 10_000;
/** Equity at the end of each sample day, from the start. */
const equity = [
  START,
  10_062,
  10_021,
  10_139,
  10_213,
  10_117,
  10_258,
  10_291,
  10_233,
  10_400,
  10_492,
  10_455,
  10_576,
  10_662,
];
const atMs = equity.map((_, index) => FIRST_MS + index * DAY_MS);

/** Equity of a sample challenge against its target and the floor of the day, 5% of the start below its first balance. */
export const SAMPLE_CHALLENGE = {
  atMs,
  equity,
  target: equity.map(() => START * 1.08),
  floor: equity.map((value) => value - START * 0.05),
};

/** Sums of closed results. */
export const SAMPLE_JOURNAL = { atMs, net: equity.map((value) => value - START) };

const objective = { symbol: null, dueAt: null, effect: "fails" } as const;

/** The objectives of the sample challenge. */
export const SAMPLE_OBJECTIVES: readonly ObjectiveDto[] = [
  { ...objective, id: "daily", kind: "daily", state: "ok", used: "37", limit: "500", unit: "money" },
  { ...objective, id: "overall", kind: "overall", state: "ok", used: "0", limit: "1000", unit: "money" },
  {
    ...objective,
    effect: "needed",
    id: "target",
    kind: "target",
    state: "open",
    used: "662",
    limit: "800",
    unit: "money",
  },
  {
    ...objective,
    effect: "needed",
    id: "days",
    kind: "trading-days",
    state: "reached",
    used: "13",
    limit: "4",
    unit: "days",
  },
];

/** Figures of the sample journal. */
export const SAMPLE_FIGURES = [
  { metric: "net", value: "662", unit: "money" },
  { metric: "winRate", value: "0.692", unit: "percent" },
  { metric: "profitFactor", value: "3.85", unit: "ratio" },
  { metric: "expectancy", value: "50.92", unit: "money" },
] as const;

/** One sample fill with what it was filled from. */
export const SAMPLE_FILL = {
  levels: [
    { price: 63_120.1, qty: 0.084 },
    { price: 63_120.3, qty: 0.05 },
    { price: 63_120.8, qty: 0.016 },
  ],
  mid: 63_120.05,
  slippageBps: 0.03,
  fee: 5.2074,
  latencyMs: 28,
  hash: "b57747b34517fddb7e654645e23d6f8bff139b4c39e330fbd4f6bf13d13167c7",
};
