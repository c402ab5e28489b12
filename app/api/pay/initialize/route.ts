import { withUser } from "@/lib/http/route/with-user";
import { initializePayment } from "@/lib/payments/initialize-payment";
import { openPaymentSchema } from "@/lib/schemas/payment";

/** Opens a payment; the response contains the URL at which it is paid. */
export const POST = withUser({ body: openPaymentSchema }, async ({ user, body }) => ({
  status: 201,
  body: await initializePayment(user, body.product),
}));
