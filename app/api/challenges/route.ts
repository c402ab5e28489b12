import { listChallenges } from "@/lib/challenge/list-challenges";
import { startChallenge } from "@/lib/challenge/start-challenge";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const GET = withUser(CHALLENGE_ENDPOINTS["GET /api/challenges"], async ({ user }) => ({
  body: await listChallenges(user.id),
}));

export const POST = withUser(CHALLENGE_ENDPOINTS["POST /api/challenges"], async ({ user, body }) => ({
  status: 201,
  body: await startChallenge(user.id, body),
}));
