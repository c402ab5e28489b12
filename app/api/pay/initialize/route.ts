import { PAYMENT_ENDPOINTS } from "@/lib/http/endpoints/payment-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { initializePayment } from "@/lib/payments/initialize-payment";

/** Opens a payment; the response contains the URL at which it is paid. */
export const POST = withUser(PAYMENT_ENDPOINTS["POST /api/pay/initialize"], async ({ user, body }) => ({
  status: 201,
  body: await initializePayment(user, body.product),
}));
