import { withCron } from "@/lib/http/route/with-cron";
import { computeLeaderboard } from "@/lib/leaderboard/compute-leaderboard";

export const dynamic = "force-dynamic";
export const maxDuration = 120;

export const GET = withCron("leaderboard", () => computeLeaderboard());
