import { findOwnPlace, setListing } from "@/lib/db/queries/leaderboard";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const GET = withUser(CHALLENGE_ENDPOINTS["GET /api/leaderboard/me"], async ({ user, query }) => ({
  body: { list: query.list, window: query.window, place: await findOwnPlace(user.id, query) },
}));

export const PATCH = withUser(CHALLENGE_ENDPOINTS["PATCH /api/leaderboard/me"], async ({ user, body }) => {
  await setListing(user.id, body.isListed);
  return { body };
});
