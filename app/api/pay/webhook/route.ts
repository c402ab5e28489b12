import { lockVoidChallenges } from "@/lib/challenge/lock-void-challenges";
import { withWebhook } from "@/lib/http/route/with-webhook";
import { isSignedByProvider } from "@/lib/infra/paystack";
import { consumeWebhook } from "@/lib/payments/consume-webhook";

/** Paystack's events. A revoked payment ends the challenge that it paid for. */
export const POST = withWebhook("paystack", {
  signatureHeader: "x-paystack-signature",
  isSigned: isSignedByProvider,
  consume: async (rawBody) => {
    const consumed = await consumeWebhook(rawBody);
    if (consumed.outcome === "revoked") await lockVoidChallenges();
    return consumed;
  },
});
