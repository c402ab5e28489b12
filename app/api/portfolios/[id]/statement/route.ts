import { withUser } from "@/lib/http/with-user";
import { writeStatement } from "@/lib/prop/write-statement";
import { portfolioIdSchema } from "@/lib/schemas/challenge";

export const GET = withUser({ params: portfolioIdSchema, limit: "export" }, async ({ user, params }) => ({
  body: await writeStatement(user.id, params.id),
  headers: { "content-disposition": 'attachment; filename="statement.json"' },
}));
