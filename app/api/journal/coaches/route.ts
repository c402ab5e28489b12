import { createCoachLink } from "@/lib/accounts/coaches/create-coach-link";
import { toCoachLinkDto } from "@/lib/accounts/coaches/to-coach-link-dto";
import { listCoachLinks } from "@/lib/db/journal/coach-links";
import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** The links by which coaches read the user's journal. */
export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/coaches"], async ({ user }) => ({
  body: { coaches: (await listCoachLinks(user.id)).map(toCoachLinkDto) },
}));

/** A new link, after a recent re-authentication. The response has its URL, which is not shown again. */
export const POST = withUser(
  JOURNAL_ENDPOINTS["POST /api/journal/coaches"],
  async ({ user, sessionId, body }) => ({
    status: 201,
    body: await createCoachLink({ userId: user.id, sessionId }, body.name),
  }),
);
