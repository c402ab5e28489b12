import { withWebhook } from "@/lib/http/with-webhook";
import { isSignedByProvider } from "@/lib/infra/paystack";
import { takeWebhook } from "@/lib/payments/take-webhook";

/** Paystack's events. */
export const POST = withWebhook("paystack", {
  isSigned: (rawBody, headers) => isSignedByProvider(rawBody, headers.get("x-paystack-signature")),
  take: takeWebhook,
});
