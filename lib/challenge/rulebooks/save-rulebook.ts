import "server-only";
import { formatRulebook } from "@/lib/challenge/rulebooks/format-rulebook";
import { insertRulebook } from "@/lib/db/queries/rulebooks";
import { AppError } from "@/lib/schemas/api-error";
import type { NewRulebook, RulebookDto } from "@/lib/schemas/challenge/own-rules";

/** The most rulebooks that one account may have. */
const MAX_RULEBOOKS = 50;

/** Saves a rulebook with the fields that are filled in. @throws AppError `rulebook_limit_reached` */
export async function saveRulebook(userId: string, body: NewRulebook): Promise<RulebookDto> {
  const rules = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ""));
  const saved = await insertRulebook(userId, { name: (body.name ?? "").trim(), rules }, MAX_RULEBOOKS);
  if (saved !== null) return formatRulebook(saved);
  const message = `You have ${MAX_RULEBOOKS} rulebooks, the most that one account may have. Delete one first.`;
  throw new AppError("rulebook_limit_reached", message, { limit: MAX_RULEBOOKS });
}
