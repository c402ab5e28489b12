import { listPages } from "@/lib/db/admin/content";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** All pages and incidents, including drafts. */
export const GET = withAdmin({}, async () => ({ body: { pages: await listPages() } }));
