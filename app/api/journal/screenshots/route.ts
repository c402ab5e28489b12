import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { addScreenshot, listScreenshotsOf } from "@/lib/journal/screenshots/manage-screenshots";

export const dynamic = "force-dynamic";

/** The pictures of a trade or day. */
export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/screenshots"], async ({ user, query }) => ({
  body: { screenshots: await listScreenshotsOf(user.id, query) },
}));

/** Adds the picture in the body to a trade or day. */
export const POST = withUser(
  JOURNAL_ENDPOINTS["POST /api/journal/screenshots"],
  async ({ user, query, request }) => ({ status: 201, body: await addScreenshot(user.id, query, request) }),
);
