import { withCron } from "@/lib/http/route/with-cron";
import { findPatterns } from "@/lib/review/find-patterns";

export const dynamic = "force-dynamic";
export const maxDuration = 120;

/** Searches for patterns that honest traders don't show and opens review items for the admins. */
export const GET = withCron("review", () => findPatterns(Date.now()));
