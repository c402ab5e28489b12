import { z } from "zod";

/** Body of `POST /api/pay/initialize`. */
export const openPaymentSchema = z.strictObject({ product: z.string().max(64) });

/** `POST /api/pay/initialize`: the URL of the checkout. */
export const paymentOpenedSchema = z.object({ reference: z.string(), checkoutUrl: z.string() });

/** `DELETE /api/pay/renewal`: how many subscriptions were ended. */
export const renewalsStoppedSchema = z.object({ stopped: z.number().int() });
