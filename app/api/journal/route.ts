import { withUser } from "@/lib/http/route/with-user";
import { listEntries } from "@/lib/journal/list-entries";
import { journalQuerySchema } from "@/lib/schemas/journal";

export const GET = withUser({ query: journalQuerySchema }, async ({ user, query }) => ({
  body: await listEntries(user.id, query),
}));
