import { PAYMENT_ENDPOINTS } from "@/lib/http/endpoints/payment-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { stopRenewals } from "@/lib/payments/stop-renewals";

/** Ends the user's renewals; paid periods run to their end. */
export const DELETE = withUser(PAYMENT_ENDPOINTS["DELETE /api/pay/renewal"], async ({ user, body }) => ({
  body: await stopRenewals(user.id, body),
}));
