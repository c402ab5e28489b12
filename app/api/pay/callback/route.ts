import { PAYMENT_ENDPOINTS } from "@/lib/http/endpoints/payment-endpoints";
import { respondToVisitor } from "@/lib/http/route/respond-to-visitor";
import { getEnv } from "@/lib/infra/env/env";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { fulfilPayment } from "@/lib/payments/fulfil-payment";

export const dynamic = "force-dynamic";

/**
 * The provider's redirect for the payer. It is public and accepts any reference: it only checks the payment
 * with the provider, grants only to the payment's own user, and reveals nothing about it.
 */
export const GET = respondToVisitor(
  { ...PAYMENT_ENDPOINTS["GET /api/pay/callback"], by: "client-ip" },
  async ({ request }) => {
    const reference = new URL(request.url).searchParams.get("reference") ?? "";
    const isOurs = /^tz-[0-9a-f]{24}$/.test(reference);
    if (isOurs) await fulfilPayment(reference).catch((error) => reportError("payment-not-checked", error));
    const target = new URL("/billing", getEnv().APP_URL);
    if (isOurs) target.searchParams.set("payment", reference);
    return { status: 303, headers: { location: target.href } };
  },
);
