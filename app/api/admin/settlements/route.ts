import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";
import { settleByOperator } from "@/lib/trading/price-path/settle-by-operator";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

/** Settles a symbol that is closed or halted: its orders are cancelled, its positions closed at one price. */
export const POST = withAdmin(ADMIN_ENDPOINTS["POST /api/admin/settlements"], async ({ user, body }) => ({
  body: await settleByOperator(user.id, body),
}));
