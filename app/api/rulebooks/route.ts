import { formatRulebook } from "@/lib/challenge/rulebooks/format-rulebook";
import { saveRulebook } from "@/lib/challenge/rulebooks/save-rulebook";
import { listRulebooksOf } from "@/lib/db/queries/rulebooks";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const dynamic = "force-dynamic";

/** The user's saved rulebooks. */
export const GET = withUser(CHALLENGE_ENDPOINTS["GET /api/rulebooks"], async ({ user }) => ({
  body: { rulebooks: (await listRulebooksOf(user.id)).map(formatRulebook) },
}));

/** Saves a rulebook. */
export const POST = withUser(CHALLENGE_ENDPOINTS["POST /api/rulebooks"], async ({ user, body }) => ({
  status: 201,
  body: await saveRulebook(user.id, body),
}));
