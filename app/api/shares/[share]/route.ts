import { deleteShareLink } from "@/lib/db/records/share-links";
import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { AppError } from "@/lib/schemas/api-error";

/** Takes a link back: its page and picture are gone. */
export const DELETE = withUser(
  PORTFOLIO_ENDPOINTS["DELETE /api/shares/[share]"],
  async ({ user, params }) => {
    if (!(await deleteShareLink(user.id, params.share))) {
      throw new AppError("not_found", "There is no such link.");
    }
    return { status: 204 };
  },
);
