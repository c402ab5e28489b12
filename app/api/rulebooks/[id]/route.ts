import { readRulebook } from "@/lib/challenge/rulebooks/read-rulebook";
import { deleteRulebookOf } from "@/lib/db/queries/rulebooks";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";

/** A rulebook that was shared by its id, or one's own. */
export const GET = withUser(CHALLENGE_ENDPOINTS["GET /api/rulebooks/[id]"], async ({ params }) => ({
  body: await readRulebook(params.id),
}));

/** Deletes one of the user's rulebooks; challenges under it keep their copy. */
export const DELETE = withUser(
  CHALLENGE_ENDPOINTS["DELETE /api/rulebooks/[id]"],
  async ({ user, params }) => {
    if (!(await deleteRulebookOf(user.id, params.id))) {
      throw new AppError("not_found", "There is no such rulebook.");
    }
    return {};
  },
);
