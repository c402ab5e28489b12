import { deletePlaybookOf } from "@/lib/db/journal/playbooks";
import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { savePlaybook } from "@/lib/journal/save-playbook";
import { AppError } from "@/lib/schemas/api-error";

/** Replaces one of the user's playbooks. */
export const PUT = withUser(
  JOURNAL_ENDPOINTS["PUT /api/journal/playbooks/[playbook]"],
  async ({ user, params, body }) => ({ body: await savePlaybook(user.id, body, params.playbook) }),
);

/** Deletes one of the user's playbooks; its trades keep their setup. */
export const DELETE = withUser(
  JOURNAL_ENDPOINTS["DELETE /api/journal/playbooks/[playbook]"],
  async ({ user, params }) => {
    if (!(await deletePlaybookOf(user.id, params.playbook))) {
      throw new AppError("not_found", "There is no such playbook.");
    }
    return {};
  },
);
