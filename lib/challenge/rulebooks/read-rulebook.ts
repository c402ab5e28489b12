import "server-only";
import { formatRulebook } from "@/lib/challenge/rulebooks/format-rulebook";
import { buildOwnPlan } from "@/lib/core/challenge/build-own-plan";
import type { Plan } from "@/lib/core/challenge/plan";
import { findRulebook } from "@/lib/db/queries/rulebooks";
import { AppError } from "@/lib/schemas/api-error";
import { ownRulesSchema, type RulebookDto } from "@/lib/schemas/challenge/own-rules";

/** A rulebook by its id, which is all that is shared of it. @throws AppError `not_found` */
export async function readRulebook(id: string): Promise<RulebookDto> {
  const found = await findRulebook(id);
  if (found === null) throw new AppError("not_found", "There is no such rulebook.");
  return formatRulebook(found);
}

/** The plan that a rulebook makes. @throws AppError `not_found` */
export async function readOwnPlan(rulebookId: string): Promise<Plan> {
  const { rules } = await readRulebook(rulebookId);
  return buildOwnPlan(ownRulesSchema.parse(rules));
}
