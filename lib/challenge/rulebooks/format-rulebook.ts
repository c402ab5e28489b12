import type { findRulebook } from "@/lib/db/queries/rulebooks";
import { type RulebookDto, rulebookSchema } from "@/lib/schemas/challenge/own-rules";

type StoredRulebook = NonNullable<Awaited<ReturnType<typeof findRulebook>>>;

/** A stored rulebook as the API returns it. */
export function formatRulebook({ id, name, rules, createdAt }: StoredRulebook): RulebookDto {
  return rulebookSchema.parse({ id, name, rules, createdAt: createdAt.toISOString() });
}
