import { deleteScreenshot, findScreenshot } from "@/lib/db/journal/screenshots";
import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { AppError } from "@/lib/schemas/api-error";

const missing = () => new AppError("not_found", "There is no such picture.");

/** A picture of the user's journal. */
export const GET = withUser(
  JOURNAL_ENDPOINTS["GET /api/journal/screenshots/[screenshot]"],
  async ({ user, params }) => {
    const bytes = await findScreenshot(user.id, params.screenshot);
    if (bytes === null) throw missing();
    // A picture never changes; it is nobody else's.
    return { bytes, headers: { "content-type": "image/webp", "cache-control": "private, max-age=86400" } };
  },
);

export const DELETE = withUser(
  JOURNAL_ENDPOINTS["DELETE /api/journal/screenshots/[screenshot]"],
  async ({ user, params }) => {
    if (!(await deleteScreenshot(user.id, params.screenshot))) throw missing();
    return { status: 204 };
  },
);
