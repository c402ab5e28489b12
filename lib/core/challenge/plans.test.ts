import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { PLANS } from "@/lib/core/challenge/plans";

/** The terms of every shipped version: what a challenge was started under must stay what its certificate says. */
const SHIPPED = {
  "classic 1": "848861e215e11084",
  "day-desk 1": "30dadffdd3adcde2",
  "direct 1": "dd03451e50e46e0b",
  "discipline 1": "2affee23eeabf410",
  "even 1": "4bb5eae8c3bd8761",
  "first-steps 1": "7283350d13d36fdb",
  "guarded 1": "7253cfcd0c2c500f",
  "measured 1": "c5c1bc2be2223ccb",
  "peak 1": "80055b90d317f925",
  "session 1": "48602f98e6bc8f5c",
  "sprint 1": "35d8c552039a1655",
  "steady 1": "2e131bfa717eebb1",
  "trailing 1": "98e63a2872e065cc",
  "watermark 1": "9362725b7d89f639",
  "watermark-intraday 1": "eacc3d0968b7fe28",
};

it("a plan whose terms change is a new version", () => {
  const digest = (plan: object) =>
    createHash("sha256")
      .update(JSON.stringify(plan, (_key, value) => (typeof value === "bigint" ? `${value}` : value)))
      .digest("hex")
      .slice(0, 16);
  expect(Object.fromEntries(PLANS.map((plan) => [`${plan.id} ${plan.version}`, digest(plan)]))).toEqual(
    SHIPPED,
  );
});
