import { deleteCoachComment } from "@/lib/db/journal/coach-comments";
import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { AppError } from "@/lib/schemas/api-error";

/** Removes what a coach wrote in the user's journal. */
export const DELETE = withUser(
  JOURNAL_ENDPOINTS["DELETE /api/journal/comments/[comment]"],
  async ({ user, params }) => {
    if (!(await deleteCoachComment(user.id, params.comment)))
      throw new AppError("not_found", "There is no such comment.");
    return {};
  },
);
