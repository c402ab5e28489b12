import { withCron } from "@/lib/http/route/with-cron";
import { findPatterns } from "@/lib/review/find-patterns";

export const dynamic = "force-dynamic";
export const maxDuration = 120;

/** Looks for patterns that no honest trader shows and puts them before the admins. */
export const GET = withCron("review", () => findPatterns(Date.now()));
