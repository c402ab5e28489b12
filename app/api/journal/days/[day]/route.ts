import { findDayNote, saveDayNote } from "@/lib/db/journal/day-notes";
import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** The user's note on a day. */
export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/days/[day]"], async ({ user, params }) => ({
  body: { day: params.day, note: await findDayNote(user.id, params.day) },
}));

/** Replaces the user's note on a day; an empty one deletes it. */
export const PUT = withUser(
  JOURNAL_ENDPOINTS["PUT /api/journal/days/[day]"],
  async ({ user, params, body }) => {
    await saveDayNote(user.id, params.day, body.note);
    return { body: { day: params.day, note: body.note } };
  },
);
