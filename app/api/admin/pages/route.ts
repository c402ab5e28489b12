import { listPages } from "@/lib/db/admin/content";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** All pages and incidents, including drafts. */
export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/pages"], async () => ({
  body: { pages: await listPages() },
}));
