import { describeStatus } from "@/lib/admin/describe-status";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** Feed, queue, database, Redis, jobs and switches at this moment. */
export const GET = withAdmin({}, async () => ({ body: await describeStatus() }));
