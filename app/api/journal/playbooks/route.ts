import { listPlaybooksOf } from "@/lib/db/journal/playbooks";
import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { savePlaybook } from "@/lib/journal/save-playbook";
import { toPlaybookDto } from "@/lib/journal/to-playbook-dto";

/** The user's playbooks. */
export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/playbooks"], async ({ user }) => ({
  body: { playbooks: (await listPlaybooksOf(user.id)).map(toPlaybookDto) },
}));

/** Writes a playbook. */
export const POST = withUser(JOURNAL_ENDPOINTS["POST /api/journal/playbooks"], async ({ user, body }) => ({
  status: 201,
  body: await savePlaybook(user.id, body),
}));
