import { listAudit } from "@/lib/db/admin/audit";
import { withAdmin } from "@/lib/http/route/with-admin";
import { adminListSchema } from "@/lib/schemas/admin";

export const dynamic = "force-dynamic";

/** The audit log, newest first. */
export const GET = withAdmin({ query: adminListSchema }, async ({ query }) => {
  const entries = await listAudit(query);
  return { body: { entries, nextCursor: entries.length === query.limit ? entries.at(-1)?.id : null } };
});
