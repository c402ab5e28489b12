import { refundPayment } from "@/lib/admin/refund-payment";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

/** Requests a refund from the provider; `id` is the payment's reference. */
export const POST = withAdmin(
  ADMIN_ENDPOINTS["POST /api/admin/payments/[id]/refund"],
  async ({ user, params, body }) => {
    await refundPayment(user.id, { reference: params.id, reason: body.reason });
    return { status: 202, body: { reference: params.id } };
  },
);
