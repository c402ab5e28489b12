import { readStatus } from "@/lib/admin/read-status";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** The current state of feed, queue, database, Redis, jobs and switches. */
export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/status"], async () => ({
  body: await readStatus(),
}));
