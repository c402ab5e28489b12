import { listChallenges } from "@/lib/challenge/list-challenges";
import { startChallenge } from "@/lib/challenge/start-challenge";
import { withUser } from "@/lib/http/route/with-user";
import { startChallengeSchema } from "@/lib/schemas/challenge";

export const GET = withUser({}, async ({ user }) => ({ body: await listChallenges(user.id) }));

export const POST = withUser({ body: startChallengeSchema }, async ({ user, body }) => ({
  status: 201,
  body: await startChallenge(user.id, body),
}));
