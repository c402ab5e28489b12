import { writePublicStatement } from "@/lib/challenge/proof/write-public-statement";
import { withPublic } from "@/lib/http/route/with-public";
import { certificateStatementSchema } from "@/lib/schemas/sharing/certificate";

export const GET = withPublic({ query: certificateStatementSchema, limit: "export" }, async (query) => ({
  body: await writePublicStatement(query),
  headers: { "content-disposition": `attachment; filename="statement-phase-${query.phase}.json"` },
}));
