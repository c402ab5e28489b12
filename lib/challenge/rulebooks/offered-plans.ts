import "server-only";
import { buildOwnPlan } from "@/lib/core/challenge/build-own-plan";
import type { Plan } from "@/lib/core/challenge/plan";
import { findOfferedPlan, listOfferedPlans } from "@/lib/db/admin/offered-plans";
import { ownRulesSchema } from "@/lib/schemas/challenge/own-rules";

type StoredPlan = Awaited<ReturnType<typeof listOfferedPlans>>[number];

/** The free plans of the operators that traders may start, beside those that ship. */
export async function readOfferedPlans(): Promise<Plan[]> {
  return (await listOfferedPlans()).filter(({ isOffered }) => isOffered).map(toPlan);
}

/** A free plan of the operators; null when it is not offered. */
export async function readOfferedPlan(id: string): Promise<Plan | null> {
  const found = await findOfferedPlan(id);
  return found && toPlan(found);
}

function toPlan({ id, version, summary, rules }: StoredPlan): Plan {
  return { ...buildOwnPlan(ownRulesSchema.parse(rules)), id, version, summary };
}
