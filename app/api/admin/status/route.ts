import { readStatus } from "@/lib/admin/read-status";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** The current state of feed, queue, database, Redis, jobs and switches. */
export const GET = withAdmin({}, async () => ({ body: await readStatus() }));
