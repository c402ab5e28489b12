import { readCompetition } from "@/lib/competitions/read-competition";
import { COMPETITION_ENDPOINTS } from "@/lib/http/endpoints/competition-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const dynamic = "force-dynamic";

/** A competition, with the user's own entry and standing. */
export const GET = withUser(
  COMPETITION_ENDPOINTS["GET /api/competitions/[id]"],
  async ({ user, params }) => ({
    body: await readCompetition(user.id, params.id),
  }),
);
