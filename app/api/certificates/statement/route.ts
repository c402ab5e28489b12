import { writePublicStatement } from "@/lib/challenge/proof/write-public-statement";
import { CHALLENGE_ENDPOINTS } from "@/lib/http/endpoints/challenge-endpoints";
import { withPublic } from "@/lib/http/route/with-public";

export const GET = withPublic(CHALLENGE_ENDPOINTS["GET /api/certificates/statement"], async (query) => ({
  body: await writePublicStatement(query),
  headers: { "content-disposition": `attachment; filename="statement-phase-${query.phase}.json"` },
}));
