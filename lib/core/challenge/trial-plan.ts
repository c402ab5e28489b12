import type { Plan } from "@/lib/core/challenge/plan";
import { findPlan } from "@/lib/core/challenge/plans";

/** Days after which a trial that still runs is over. */
export const TRIAL_DAYS = 14;

/** The rulebook of the free trial: the rules of the shortest challenge, under its own name. */
export const TRIAL_PLAN: Plan = makeTrial("sprint");

function makeTrial(id: string): Plan {
  const plan = findPlan(id);
  const [phase] = plan?.phases ?? [];
  if (plan === null || phase === undefined) throw new Error(`There is no plan ${id}.`);
  const summary = `The rules of ${plan.name}, free of charge, for ${TRIAL_DAYS} days.`;
  return { ...plan, id: "trial", name: "Free trial", summary, phases: [{ ...phase, name: "Trial" }] };
}
