import { refundPayment } from "@/lib/admin/refund-payment";
import { withAdmin } from "@/lib/http/route/with-admin";
import { idParamsSchema, reasonSchema } from "@/lib/schemas/admin";

/** Asks the provider to give a payment back; `id` is its reference. */
export const POST = withAdmin(
  { params: idParamsSchema, body: reasonSchema },
  async ({ user, params, body }) => {
    await refundPayment(user.id, { reference: params.id, reason: body.reason });
    return { status: 202, body: { reference: params.id } };
  },
);
