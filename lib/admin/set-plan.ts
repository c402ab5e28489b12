import "server-only";
import { randomUUID } from "node:crypto";
import { saveOfferedPlan } from "@/lib/db/admin/offered-plans";
import type { SetPlanBody } from "@/lib/schemas/admin";
import { AppError } from "@/lib/schemas/api-error";

/** Makes a free plan, or the next version of one. @throws AppError `not_found` */
export async function setPlan(adminId: string, body: SetPlanBody): Promise<{ id: string; version: number }> {
  const { id: known, rules: given, summary, isOffered, reason } = body;
  const id = known ?? `plan-${randomUUID()}`;
  const rules = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const act = { adminId, action: "set-plan", target: `plan:${id}`, reason };
  const saved = await saveOfferedPlan(act, id, { isNew: known === null, summary, rules, isOffered });
  if (saved === null) throw new AppError("not_found", "There is no such plan.");
  return { id, version: saved.version };
}
