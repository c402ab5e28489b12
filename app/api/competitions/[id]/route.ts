import { readCompetition } from "@/lib/competitions/read-competition";
import { withUser } from "@/lib/http/route/with-user";
import { competitionParamsSchema } from "@/lib/schemas/competitions";

export const dynamic = "force-dynamic";

/** A competition, with the user's own entry and standing. */
export const GET = withUser({ params: competitionParamsSchema }, async ({ user, params }) => ({
  body: await readCompetition(user.id, params.id),
}));
