import { expect, it } from "vitest";
import { describeRule, summarisePlan } from "@/components/challenge/describe-rule";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { nameRule } from "@/lib/client/names/name-rule";
import { formatRule } from "@/lib/core/challenge/format-rule";
import { PLANS } from "@/lib/core/challenge/plans";
import { translate } from "@/tests/support/text";

const straight = (text: string) => text.replaceAll("’", "'");

it.each(PLANS)("the rules of $name are the same sentences in the API and on the page", (plan) => {
  for (const rule of plan.floors) {
    const words = describeRule(rule, plan, { t: translate("rules.loss"), formats: formatsOf("en") });
    expect(straight(words)).toBe(formatRule(rule, plan).words);
    expect(nameRule(rule.name, translate("common.rule"))).toBe(rule.name);
  }
  expect(straight(summarisePlan(plan, translate("rules.plan")))).toBe(plan.summary);
});
