import { enterCompetition } from "@/lib/competitions/enter-competition";
import { leaveCompetition } from "@/lib/competitions/leave-competition";
import { withUser } from "@/lib/http/route/with-user";
import { competitionParamsSchema, enterCompetitionSchema } from "@/lib/schemas/competitions";

export const dynamic = "force-dynamic";

/** Enters a competition with a portfolio of its own; a second call returns the first entry. */
export const POST = withUser(
  { params: competitionParamsSchema, body: enterCompetitionSchema },
  async ({ user, params, body }) => ({ body: await enterCompetition(user.id, params.id, body.code) }),
);

/** Withdraws the user's entry before the start. */
export const DELETE = withUser({ params: competitionParamsSchema }, async ({ user, params }) => ({
  body: await leaveCompetition(user.id, params.id),
}));
