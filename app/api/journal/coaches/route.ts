import { listCoachLinks } from "@/lib/db/journal/coach-links";
import { JOURNAL_ENDPOINTS } from "@/lib/http/endpoints/journal-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { createCoachLink } from "@/lib/journal/coach/create-coach-link";
import { toCoachLinkDto } from "@/lib/journal/coach/to-coach-dto";

/** The links by which coaches read the user's journal. */
export const GET = withUser(JOURNAL_ENDPOINTS["GET /api/journal/coaches"], async ({ user }) => ({
  body: { coaches: (await listCoachLinks(user.id)).map(toCoachLinkDto) },
}));

/** A new link. The response has its URL, which is not shown again. */
export const POST = withUser(JOURNAL_ENDPOINTS["POST /api/journal/coaches"], async ({ user, body }) => ({
  status: 201,
  body: await createCoachLink(user.id, body.name),
}));
