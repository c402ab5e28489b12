import { readChallenge } from "@/lib/challenge/read-challenge";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const GET = withUser(CHALLENGE_ENDPOINTS["GET /api/challenges/[id]"], async ({ user, params }) => ({
  body: await readChallenge(user.id, params.id),
}));
