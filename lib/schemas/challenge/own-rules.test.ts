import { expect, it } from "vitest";
import { buildOwnPlan } from "@/lib/core/challenge/build-own-plan";
import { listTerms } from "@/lib/core/challenge/list-terms";
import { formatDecimal, ONE } from "@/lib/core/decimal";
import { newRulebookSchema, ownRulesSchema } from "@/lib/schemas/challenge/own-rules";

it("makes a plan of every rule that is filled in", () => {
  const rules = ownRulesSchema.parse({
    name: "Mine",
    dailyPause: "2",
    dailyLoss: "4,5",
    overallLoss: "10",
    trail: "day",
    target: "8",
    minTradingDays: "3",
    minDayProfit: "0.5",
    bestDay: "40",
    stopMinutes: "5",
    risk: "1",
    exposure: "300",
    symbolExposure: "150",
    leverage: "10",
    opensAt: "08:00",
    closesAt: "17:30",
    inactiveDays: "30",
    resetAt: "17:00",
    zone: "Europe/Berlin",
    programs: "no",
  });
  const plan = buildOwnPlan(rules);
  expect(plan.floors.map(({ id, percent, isSoft }) => [id, formatDecimal(percent), isSoft])).toEqual([
    ["daily-pause", "0.02", true],
    ["daily-loss", "0.045", false],
    ["trailing-loss", "0.1", false],
  ]);
  expect(plan.floors[2]).toMatchObject({ base: "highest-day-balance", lockAt: ONE });
  expect(listTerms(plan, 1).map(({ kind }) => kind)).toEqual([
    "target",
    "trading-days",
    "best-day",
    "stop-required",
    "trade-risk",
    "exposure",
    "exposure-symbol",
    "leverage",
    "trading-hours",
    "inactivity",
    "programs",
  ]);
  expect(listTerms(plan, 1).at(-1)).toMatchObject({ sentence: "no-programs" });
  expect(plan.tradingRules?.find(({ kind }) => kind === "leverage")).toMatchObject({
    maxLeverage: 10n * ONE,
  });
});

it("leaves out what is empty, and has no rule by itself", () => {
  const plan = buildOwnPlan(ownRulesSchema.parse({ name: "", dailyLoss: "", target: "0", opensAt: "" }));
  expect([plan.floors, plan.tradingRules, plan.phases[0]?.target]).toEqual([[], [], null]);
});

it.each([
  { dailyLoss: "100.1" },
  { dailyLoss: "-1" },
  { exposure: "1,000" },
  { risk: "a" },
  { stopMinutes: "1.5" },
  { opensAt: "25:00" },
  { opensAt: "08:00" },
  { zone: "Mars/Base" },
  { trail: "sideways" },
])("rejects %j", (values) => {
  expect(ownRulesSchema.safeParse(values).success).toBe(false);
});

it("saves what is valid and named, and tells what is not by its field", () => {
  expect(newRulebookSchema.safeParse({ name: "Mine", dailyLoss: "3" }).success).toBe(true);
  const wrong = newRulebookSchema.safeParse({ name: " ", dailyLoss: "-3", zone: "Nowhere/City" });
  expect(wrong.error?.issues.map(({ path }) => path.join("."))).toEqual(
    expect.arrayContaining(["name", "dailyLoss", "zone"]),
  );
  expect(newRulebookSchema.safeParse({ name: "Mine", unknown: "3" }).success).toBe(false);
});
