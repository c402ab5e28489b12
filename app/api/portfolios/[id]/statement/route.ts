import { writeStatement } from "@/lib/challenge/proof/write-statement";
import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const GET = withUser(
  PORTFOLIO_ENDPOINTS["GET /api/portfolios/[id]/statement"],
  async ({ user, params }) => ({
    body: await writeStatement(user.id, params.id),
    headers: { "content-disposition": 'attachment; filename="statement.json"' },
  }),
);
