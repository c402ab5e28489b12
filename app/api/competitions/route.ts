import { createCompetition } from "@/lib/competitions/create-competition";
import { readCompetitions } from "@/lib/competitions/read-competition";
import { isFlagOn } from "@/lib/db/admin/feature-flags";
import { COMPETITION_ENDPOINTS } from "@/lib/http/endpoints/competition-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";

/** Public competitions and the user's own ones; with `code` the one of that invitation. */
export const GET = withUser(COMPETITION_ENDPOINTS["GET /api/competitions"], async ({ user, query }) => ({
  body: { competitions: await readCompetitions(user.id, query.code) },
}));

/** Makes a competition for friends. */
export const POST = withUser(COMPETITION_ENDPOINTS["POST /api/competitions"], async ({ user, body }) => {
  if (!(await isFlagOn("friends-competitions", user.id))) {
    throw new AppError("forbidden", "Competitions for friends are not available to your account.");
  }
  return { status: 201, body: { competition: await createCompetition(user.id, body), own: null } };
});
