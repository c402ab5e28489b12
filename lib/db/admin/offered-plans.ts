import "server-only";
import { type AdminAct, changeWithAudit } from "@/lib/db/admin/audit";
import { getDb } from "@/lib/db/client";
import type { OfferedPlan, Prisma } from "@/lib/db/generated/client";

/** What operators write of a plan: the fields of a rulebook, a sentence, and whether traders may start it. */
export type OfferedPlanText = { summary: string; rules: Prisma.InputJsonObject; isOffered: boolean };

/** All plans of the operators, in the order in which they were made. */
export function listOfferedPlans(): Promise<OfferedPlan[]> {
  return getDb().offeredPlan.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
}

/** A plan of the operators that traders may start. */
export function findOfferedPlan(id: string): Promise<OfferedPlan | null> {
  return getDb().offeredPlan.findFirst({ where: { id, isOffered: true } });
}

/**
 * Stores a plan; one with the same id gets the next version. Running challenges keep the version that they began with.
 * Null when `isNew` is false and there is none.
 */
export function saveOfferedPlan(
  act: AdminAct,
  id: string,
  { isNew, ...text }: OfferedPlanText & { isNew: boolean },
): Promise<OfferedPlan | null> {
  return changeWithAudit(act, async (tx) => {
    const before = await tx.offeredPlan.findUnique({ where: { id } });
    if (before === null && !isNew) return { before: null, after: null, result: null };
    const data = { ...text, version: (before?.version ?? 0) + 1, changedAt: new Date() };
    const plan = await tx.offeredPlan.upsert({ where: { id }, create: { id, ...data }, update: data });
    return { before: before && toState(before), after: toState(plan), result: plan };
  });
}

function toState({ version, summary, rules, isOffered }: OfferedPlan): Prisma.InputJsonObject {
  return { version, summary, rules: rules as Prisma.InputJsonObject, isOffered };
}
