import { writeStatement } from "@/lib/challenge/proof/write-statement";
import { withUser } from "@/lib/http/route/with-user";
import { portfolioIdSchema } from "@/lib/schemas/challenge";

export const GET = withUser({ params: portfolioIdSchema, limit: "export" }, async ({ user, params }) => ({
  body: await writeStatement(user.id, params.id),
  headers: { "content-disposition": 'attachment; filename="statement.json"' },
}));
