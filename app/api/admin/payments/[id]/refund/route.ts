import { refundPayment } from "@/lib/admin/refund-payment";
import { withAdmin } from "@/lib/http/route/with-admin";
import { idParamsSchema, reasonSchema } from "@/lib/schemas/admin";

/** Requests a refund from the provider; `id` is the payment's reference. */
export const POST = withAdmin(
  { params: idParamsSchema, body: reasonSchema },
  async ({ user, params, body }) => {
    await refundPayment(user.id, { reference: params.id, reason: body.reason });
    return { status: 202, body: { reference: params.id } };
  },
);
