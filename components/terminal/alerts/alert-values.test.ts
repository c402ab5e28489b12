import { expect, it } from "vitest";
import { buildCondition, type FormValues, initialValues } from "@/components/terminal/alerts/alert-values";
import { ALERT_KINDS } from "@/lib/core/alerts/alert";
import { alertConditionSchema } from "@/lib/schemas/trading/alerts";

const PLACE = { symbol: "BTCUSDT", portfolioId: "p1" };
const values = (changes: Partial<FormValues>) => ({
  ...initialValues({ symbol: "BTCUSDT", level: "100000.5" }),
  ...changes,
});

it.each(ALERT_KINDS)("the form as it opens describes a %s alert that the server accepts", (kind) => {
  const condition = buildCondition(values({ kind }), PLACE);
  expect(alertConditionSchema.parse(condition)).toEqual(condition);
  expect(condition?.kind).toBe(kind);
});

it("accepts grouped thousands and nothing that is no number above zero", () => {
  expect(buildCondition(values({ level: "100,000.5" }), PLACE)).toMatchObject({ level: "100000.5" });
  for (const level of ["", "0", "-1", "1e5", "NaN", "a"])
    expect([level, buildCondition(values({ level }), PLACE)]).toEqual([level, null]);
  expect(buildCondition(values({ kind: "indicator", length: "1" }), PLACE)).toBeNull();
  expect(buildCondition(values({ kind: "indicator", indicator: "sma" }), PLACE)).toMatchObject({
    level: null,
  });
});

it("a portfolio's alert needs a portfolio", () => {
  expect(buildCondition(values({ kind: "fill" }), { ...PLACE, portfolioId: null })).toBeNull();
});
