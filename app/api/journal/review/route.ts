import { withUser } from "@/lib/http/route/with-user";
import { reviewJournal } from "@/lib/journal/review-journal";
import { reviewQuerySchema } from "@/lib/schemas/journal";

export const GET = withUser({ query: reviewQuerySchema }, async ({ user, query }) => ({
  body: await reviewJournal(user.id, query),
}));
