import { readEvidence } from "@/lib/challenge/read-evidence";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const GET = withUser(
  CHALLENGE_ENDPOINTS["GET /api/challenges/[id]/evidence"],
  async ({ user, params }) => ({
    body: await readEvidence(user.id, params.id),
    headers: { "content-disposition": `attachment; filename="evidence.json"` },
  }),
);
