import { withUser } from "@/lib/http/route/with-user";
import { measureJournal } from "@/lib/journal/measure-journal";
import { journalMetricsQuerySchema } from "@/lib/schemas/journal";

export const GET = withUser({ query: journalMetricsQuerySchema }, async ({ user, query }) => ({
  body: await measureJournal(user.id, query),
}));
