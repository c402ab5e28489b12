import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";
import { cancelHalted } from "@/lib/trading/orders/cancel-halted";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

/** Cancels the open orders in a halted symbol. */
export const POST = withAdmin(ADMIN_ENDPOINTS["POST /api/admin/cancellations"], async ({ user, body }) => ({
  body: await cancelHalted(user.id, body),
}));
