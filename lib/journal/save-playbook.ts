import "server-only";
import { insertPlaybook, updatePlaybook } from "@/lib/db/journal/playbooks";
import { toPlaybookDto } from "@/lib/journal/to-playbook-dto";
import { AppError } from "@/lib/schemas/api-error";
import type { PlaybookBody } from "@/lib/schemas/journal";
import type { PlaybookDto } from "@/lib/schemas/journal-responses";

/** The most playbooks that one account may have. */
const MAX_PLAYBOOKS = 50;

/**
 * Stores a new playbook, or replaces the one with this id.
 * @throws AppError `not_found`, `playbook_name_taken`, `playbook_limit_reached`
 */
export async function savePlaybook(userId: string, body: PlaybookBody, id?: string): Promise<PlaybookDto> {
  const saved =
    id === undefined
      ? await insertPlaybook(userId, body, MAX_PLAYBOOKS)
      : await updatePlaybook(userId, id, body);
  if (saved === null) throw new AppError("not_found", "There is no such playbook.");
  if (saved === "name-taken") {
    throw new AppError("playbook_name_taken", "Another of your playbooks has this name.");
  }
  if (saved === "full") {
    const message = `You have ${MAX_PLAYBOOKS} playbooks, the most that one account may have. Delete one first.`;
    throw new AppError("playbook_limit_reached", message, { limit: MAX_PLAYBOOKS });
  }
  return toPlaybookDto(saved);
}
