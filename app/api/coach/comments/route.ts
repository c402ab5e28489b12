import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withVisitor } from "@/lib/http/route/with-visitor";
import { commentAsCoach } from "@/lib/journal/coach/comment-as-coach";

/** A coach's comment: the token in the body is their right, they need no account. */
export const POST = withVisitor(JOURNAL_ENDPOINTS["POST /api/coach/comments"], async ({ body }) => ({
  status: 201,
  body: await commentAsCoach(body),
}));
