import "server-only";
import type { Endpoint } from "@/lib/http/endpoints/endpoint";
import {
  openPaymentSchema,
  paymentOpenedSchema,
  renewalsStoppedSchema,
  stopRenewalSchema,
} from "@/lib/schemas/payment";

/** Purchases and renewals. */
export const PAYMENT_ENDPOINTS = {
  "GET /api/pay/callback": {
    limit: "payment-return",
    access: "public",
    summary: "Where the payment provider sends payers back to.",
  },
  "POST /api/pay/initialize": {
    access: "user",
    summary: "Opens a payment.",
    body: openPaymentSchema,
    status: 201,
    response: paymentOpenedSchema,
    example: { body: { product: "pro" } },
  },
  "DELETE /api/pay/renewal": {
    access: "user",
    summary: "Ends what renews by itself, with the reason.",
    body: stopRenewalSchema,
    example: { body: { reason: "not-used" } },
    response: renewalsStoppedSchema,
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
