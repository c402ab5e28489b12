import { listStandings } from "@/lib/competitions/list-standings";
import { COMPETITION_ENDPOINTS } from "@/lib/http/endpoints/competition-endpoints";
import { withPublic } from "@/lib/http/route/with-public";

export const dynamic = "force-dynamic";

/** The first hundred of a competition's table, at most a second old. */
export const GET = withPublic(COMPETITION_ENDPOINTS["GET /api/competitions/standings"], async ({ id }) => ({
  body: await listStandings(id),
  headers: { "cache-control": "public, max-age=1, s-maxage=1" },
}));
