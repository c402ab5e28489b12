import { createPublicCompetition } from "@/lib/competitions/create-competition";
import { withAdmin } from "@/lib/http/route/with-admin";
import { createPublicCompetitionSchema } from "@/lib/schemas/competitions";

export const dynamic = "force-dynamic";

/** Makes a public competition, which any trader may enter. */
export const POST = withAdmin({ body: createPublicCompetitionSchema }, async ({ user, body }) => {
  const { reason, ...terms } = body;
  const act = { adminId: user.id, reason };
  return { status: 201, body: { competition: await createPublicCompetition(act, terms), own: null } };
});
