import { z } from "zod";
import { CANCELLATION_REASONS } from "@/lib/core/account-terms";

/** Body of `POST /api/pay/initialize`. */
export const openPaymentSchema = z.strictObject({ product: z.string().max(64) });

/** `POST /api/pay/initialize`: the URL of the checkout. */
export const paymentOpenedSchema = z.object({ reference: z.string(), checkoutUrl: z.string() });

/** Body of `DELETE /api/pay/renewal`: why it is ended. */
export const stopRenewalSchema = z.strictObject({
  reason: z.enum(CANCELLATION_REASONS),
  note: z.string().trim().max(500).default(""),
});

/** `DELETE /api/pay/renewal`: how many subscriptions were ended. */
export const renewalsStoppedSchema = z.object({ stopped: z.number().int() });
