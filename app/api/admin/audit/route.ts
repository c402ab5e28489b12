import { listAudit } from "@/lib/db/admin/audit";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** The audit log, newest first. */
export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/audit"], async ({ query }) => {
  const entries = await listAudit(query);
  return { body: { entries, nextCursor: entries.length === query.limit ? entries.at(-1)?.id : null } };
});
