import { readEvidence } from "@/lib/challenge/read-evidence";
import { withUser } from "@/lib/http/route/with-user";
import { challengeIdSchema } from "@/lib/schemas/challenge";

export const GET = withUser({ params: challengeIdSchema, limit: "export" }, async ({ user, params }) => ({
  body: await readEvidence(user.id, params.id),
  headers: { "content-disposition": `attachment; filename="evidence.json"` },
}));
