import { truncateAuditOrigins } from "@/lib/db/admin/truncate-audit-origins";
import { withCron } from "@/lib/http/route/with-cron";
import { findPatterns } from "@/lib/review/find-patterns";

export const dynamic = "force-dynamic";
export const maxDuration = 120;

/** Searches for patterns that honest traders don't show and opens review items for the admins. Truncates the origins of old
 * audit lines. */
export const GET = withCron("review", async () => {
  const now = new Date();
  await truncateAuditOrigins(now);
  return findPatterns(now.getTime());
});
