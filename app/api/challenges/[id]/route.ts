import { readChallenge } from "@/lib/challenge/read-challenge";
import { withUser } from "@/lib/http/route/with-user";
import { challengeIdSchema } from "@/lib/schemas/challenge";

export const GET = withUser({ params: challengeIdSchema }, async ({ user, params }) => ({
  body: await readChallenge(user.id, params.id),
}));
