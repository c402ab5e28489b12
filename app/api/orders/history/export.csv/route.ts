import { ORDER_ENDPOINTS } from "@/lib/http/endpoints/order-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { exportOrderHistory } from "@/lib/trading/portfolio/export-history";

/** Final orders of a portfolio as CSV, newest first. */
export const GET = withUser(
  ORDER_ENDPOINTS["GET /api/orders/history/export.csv"],
  async ({ user, query }) => ({
    text: await exportOrderHistory(user.id, query),
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="orders.csv"',
    },
  }),
);
