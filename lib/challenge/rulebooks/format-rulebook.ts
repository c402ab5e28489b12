import type { Rulebook } from "@/lib/db/generated/client";
import { type RulebookDto, rulebookSchema } from "@/lib/schemas/own-rules";

/** A stored rulebook as the API returns it. */
export function formatRulebook({ id, name, rules, createdAt }: Rulebook): RulebookDto {
  return rulebookSchema.parse({ id, name, rules, createdAt: createdAt.toISOString() });
}
