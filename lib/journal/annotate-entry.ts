import "server-only";
import { findEntry, type JournalRow, updateEntryText } from "@/lib/db/journal/journal";
import { findPlaybookOf } from "@/lib/db/journal/playbooks";
import { toEntryDto } from "@/lib/journal/read-entry-row";
import { AppError } from "@/lib/schemas/api-error";
import type { AnnotateEntryBody } from "@/lib/schemas/journal";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";

/**
 * Stores the trader's own text on an entry. A checklist belongs to its setup: another setup empties it.
 * @throws AppError `not_found`, also for an entry of another user; `bad_request` for a rule that the playbook has not
 */
export async function annotateEntry(
  userId: string,
  id: string,
  words: AnnotateEntryBody,
): Promise<JournalEntryDto> {
  const before = await findEntry(userId, id);
  if (before === null) throw new AppError("not_found", "There is no such entry.");
  const unique = (list: string[] | undefined) => list && [...new Set(list)];
  const row = await updateEntryText(userId, id, {
    ...words,
    ...(words.tags && { tags: unique(words.tags) }),
    ...(words.mistakes && { mistakes: unique(words.mistakes) }),
    ...(await fillChecklist(before, words)),
  });
  if (row === null) throw new AppError("not_found", "There is no such entry.");
  return toEntryDto(row);
}

async function fillChecklist(
  before: JournalRow,
  { setup = before.setup, rulesKept }: AnnotateEntryBody,
): Promise<{ rulesKept?: string[]; rulesBroken?: string[] }> {
  if (rulesKept === undefined) return setup === before.setup ? {} : { rulesKept: [], rulesBroken: [] };
  const playbook = setup === null ? null : await findPlaybookOf(before.userId, setup);
  const rules = playbook?.rules ?? [];
  const unknown = rulesKept.find((rule) => !rules.includes(rule));
  if (unknown !== undefined) {
    throw new AppError("bad_request", `The playbook of this setup has no rule “${unknown}”.`);
  }
  const isKept = (rule: string) => rulesKept.includes(rule);
  return { rulesKept: rules.filter(isKept), rulesBroken: rules.filter((rule) => !isKept(rule)) };
}
