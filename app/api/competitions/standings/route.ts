import { listStandings } from "@/lib/competitions/list-standings";
import { withPublic } from "@/lib/http/route/with-public";
import { standingsQuerySchema } from "@/lib/schemas/competitions";

export const dynamic = "force-dynamic";

/** The first hundred of a competition's table, at most a second old. */
export const GET = withPublic({ query: standingsQuerySchema }, async ({ id }) => ({
  body: await listStandings(id),
  headers: { "cache-control": "public, max-age=1, s-maxage=1" },
}));
