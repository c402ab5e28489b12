import type { Playbook } from "@/lib/db/journal/playbooks";
import type { PlaybookDto } from "@/lib/schemas/journal-responses";

/** A stored playbook as the API returns it. */
export function toPlaybookDto({ id, name, description, rules, createdAt }: Playbook): PlaybookDto {
  return { id, name, description, rules, createdAt: createdAt.toISOString() };
}
