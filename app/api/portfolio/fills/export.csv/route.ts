import { PORTFOLIO_ENDPOINTS } from "@/lib/http/endpoints/portfolio-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { exportFills } from "@/lib/trading/portfolio/export-history";

/** Fills of a portfolio as CSV, newest first. */
export const GET = withUser(
  PORTFOLIO_ENDPOINTS["GET /api/portfolio/fills/export.csv"],
  async ({ user, query }) => ({
    text: await exportFills(user.id, query),
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="trades.csv"',
    },
  }),
);
