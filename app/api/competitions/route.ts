import { createCompetition } from "@/lib/competitions/create-competition";
import { readCompetitions } from "@/lib/competitions/read-competition";
import { withUser } from "@/lib/http/route/with-user";
import { competitionsQuerySchema, createCompetitionSchema } from "@/lib/schemas/competitions";

export const dynamic = "force-dynamic";

/** Public competitions and the user's own ones; with `code` the one of that invitation. */
export const GET = withUser({ query: competitionsQuerySchema }, async ({ user, query }) => ({
  body: { competitions: await readCompetitions(user.id, query.code) },
}));

/** Makes a competition for friends. */
export const POST = withUser({ body: createCompetitionSchema }, async ({ user, body }) => ({
  status: 201,
  body: { competition: await createCompetition(user.id, body), own: null },
}));
