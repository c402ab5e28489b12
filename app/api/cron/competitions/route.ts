import { runCompetitions } from "@/lib/competitions/run-competitions";
import { withCron } from "@/lib/http/route/with-cron";

export const dynamic = "force-dynamic";
export const maxDuration = 120;

export const GET = withCron("competitions", () => runCompetitions());
