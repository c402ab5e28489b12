import { enterCompetition } from "@/lib/competitions/enter-competition";
import { leaveCompetition } from "@/lib/competitions/leave-competition";
import { COMPETITION_ENDPOINTS } from "@/lib/http/endpoints/competition-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const dynamic = "force-dynamic";

/** Enters a competition with a portfolio of its own; a second call returns the first entry. */
export const POST = withUser(
  COMPETITION_ENDPOINTS["POST /api/competitions/[id]/entry"],
  async ({ user, params, body }) => ({ body: await enterCompetition(user.id, params.id, body.code) }),
);

/** Withdraws the user's entry before the start. */
export const DELETE = withUser(
  COMPETITION_ENDPOINTS["DELETE /api/competitions/[id]/entry"],
  async ({ user, params }) => ({
    body: await leaveCompetition(user.id, params.id),
  }),
);
