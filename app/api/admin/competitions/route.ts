import { createPublicCompetition } from "@/lib/competitions/create-competition";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** Makes a public competition, which any trader may enter. */
export const POST = withAdmin(ADMIN_ENDPOINTS["POST /api/admin/competitions"], async ({ user, body }) => {
  const { reason, ...terms } = body;
  const act = { adminId: user.id, reason };
  return { status: 201, body: { competition: await createPublicCompetition(act, terms), own: null } };
});
