import { findOwnPlace, setListing } from "@/lib/db/queries/leaderboard";
import { withUser } from "@/lib/http/route/with-user";
import { leaderboardQuerySchema, listingSchema } from "@/lib/schemas/leaderboard";

export const GET = withUser({ query: leaderboardQuerySchema }, async ({ user, query }) => ({
  body: { list: query.list, window: query.window, place: await findOwnPlace(user.id, query) },
}));

export const PATCH = withUser({ body: listingSchema }, async ({ user, body }) => {
  await setListing(user.id, body.isListed);
  return { body };
});
