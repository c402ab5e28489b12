import { revokeCoachLink } from "@/lib/db/journal/coach-links";
import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { AppError } from "@/lib/schemas/api-error";

/** Takes a link back at once. */
export const DELETE = withUser(
  JOURNAL_ENDPOINTS["DELETE /api/journal/coaches/[coach]"],
  async ({ user, params }) => {
    if (!(await revokeCoachLink(user.id, params.coach)))
      throw new AppError("not_found", "There is no such link, or it was revoked.");
    return {};
  },
);
