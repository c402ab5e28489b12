import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { readScreenshot, removeScreenshot } from "@/lib/journal/screenshots/manage-screenshots";

/** A picture of the user's journal. */
export const GET = withUser(
  JOURNAL_ENDPOINTS["GET /api/journal/screenshots/[screenshot]"],
  async ({ user, params }) => ({
    bytes: await readScreenshot(user.id, params.screenshot),
    // A picture never changes, and only its owner may read it.
    headers: { "content-type": "image/webp", "cache-control": "private, max-age=86400" },
  }),
);

export const DELETE = withUser(
  JOURNAL_ENDPOINTS["DELETE /api/journal/screenshots/[screenshot]"],
  async ({ user, params }) => {
    await removeScreenshot(user.id, params.screenshot);
    return { status: 204 };
  },
);
