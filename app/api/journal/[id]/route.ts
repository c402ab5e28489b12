import { withUser } from "@/lib/http/route/with-user";
import { annotateEntry } from "@/lib/journal/annotate-entry";
import { readEntry } from "@/lib/journal/read-entry";
import { annotateEntrySchema, journalIdSchema } from "@/lib/schemas/journal";

export const GET = withUser({ params: journalIdSchema }, async ({ user, params }) => ({
  body: await readEntry(user.id, params.id),
}));

export const PATCH = withUser(
  { params: journalIdSchema, body: annotateEntrySchema },
  async ({ user, params, body }) => ({ body: await annotateEntry(user.id, params.id, body) }),
);
