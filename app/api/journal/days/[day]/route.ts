import { findDayNote, saveDayNote } from "@/lib/db/journal/day-notes";
import { withUser } from "@/lib/http/route/with-user";
import { dayNoteBodySchema, dayParamsSchema } from "@/lib/schemas/journal";

/** The user's note on a day. */
export const GET = withUser({ params: dayParamsSchema }, async ({ user, params }) => ({
  body: { day: params.day, note: await findDayNote(user.id, params.day) },
}));

/** Replaces the user's note on a day; an empty one deletes it. */
export const PUT = withUser(
  { params: dayParamsSchema, body: dayNoteBodySchema },
  async ({ user, params, body }) => {
    await saveDayNote(user.id, params.day, body.note);
    return { body: { day: params.day, note: body.note } };
  },
);
