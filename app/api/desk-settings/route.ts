import { findDeskSettings, saveDeskSettings } from "@/lib/db/queries/users/desk-settings";
import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const dynamic = "force-dynamic";

/** What the user has set on the terminal. */
export const GET = withUser(MARKET_ENDPOINTS["GET /api/desk-settings"], async ({ user }) => ({
  body: await findDeskSettings(user.id),
}));

/** Saves parts of it. */
export const PUT = withUser(MARKET_ENDPOINTS["PUT /api/desk-settings"], async ({ user, body }) => {
  await saveDeskSettings(user.id, body);
  return { body };
});
