import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { getEnv } from "@/lib/infra/env/env";
import { readText } from "@/lib/infra/read-text";
import { AppError } from "@/lib/schemas/api-error";

const TIMEOUT_MS = 10_000;
const MAX_RESPONSE_BYTES = 1_024 * 1_024;

const initializedSchema = z.object({
  data: z.object({ authorization_url: z.string(), access_code: z.string(), reference: z.string() }),
});

/** The provider's data about a transaction. Unknown fields are ignored, unknown statuses are accepted. */
const verifiedSchema = z.object({
  data: z.object({
    id: z.number(),
    domain: z.string(),
    status: z.string(),
    reference: z.string(),
    amount: z.number().int(),
    currency: z.string(),
    paid_at: z.string().nullish(),
    gateway_response: z.string().nullish(),
    customer: z.looseObject({ customer_code: z.string().optional() }).nullish(),
    plan: z.union([z.string(), z.looseObject({ plan_code: z.string().optional() })]).nullish(),
    plan_object: z.looseObject({ plan_code: z.string().optional() }).nullish(),
  }),
});
export type ProviderTruth = z.infer<typeof verifiedSchema>["data"];

const subscriptionSchema = z.object({
  data: z.object({ email_token: z.string(), status: z.string(), next_payment_date: z.string().nullish() }),
});

/** The code of the plan that renews a product; undefined if it does not renew. */
export function planOf(productId: string): string | undefined {
  const { PAYSTACK_PLAN_PRO, PAYSTACK_PLAN_ELITE } = getEnv();
  return new Map([
    ["pro", PAYSTACK_PLAN_PRO],
    ["elite", PAYSTACK_PLAN_ELITE],
  ]).get(productId);
}

/** The product that a plan renews; null for an unknown plan. */
export function productOfPlan(code: string | undefined): "pro" | "elite" | null {
  if (code === undefined) return null;
  return (["pro", "elite"] as const).find((product) => planOf(product) === code) ?? null;
}

/** The plan that a transaction paid for, from either of the provider's formats. */
export function planCodeOf({ plan, plan_object }: ProviderTruth): string | undefined {
  return (typeof plan === "string" ? plan : plan?.plan_code) ?? plan_object?.plan_code;
}

/**
 * Opens a transaction of `amount` subunits; returns the URL for the payer. @throws AppError
 * `payments_unavailable`
 */
export async function initializeTransaction(request: {
  email: string;
  amount: number;
  currency: string;
  reference: string;
  callbackUrl: string;
  metadata: Record<string, string>;
  /** Subscribes the payer to this plan, whose amount then applies. */
  plan?: string;
}): Promise<{ checkoutUrl: string }> {
  const { callbackUrl, metadata, ...rest } = request;
  const body = { ...rest, callback_url: callbackUrl, metadata: JSON.stringify(metadata) };
  const received = await call("/transaction/initialize", { method: "POST", body: JSON.stringify(body) });
  return { checkoutUrl: initializedSchema.parse(received).data.authorization_url };
}

/**
 * The provider's data about a transaction, or null for an unknown one. @throws AppError
 * `payments_unavailable`
 */
export async function verifyTransaction(reference: string): Promise<ProviderTruth | null> {
  const received = await call(`/transaction/verify/${encodeURIComponent(reference)}`, { method: "GET" });
  return received === null ? null : verifiedSchema.parse(received).data;
}

/** Refunds the whole amount. @throws AppError `payments_unavailable` */
export async function refundTransaction(reference: string): Promise<void> {
  await call("/refund", { method: "POST", body: JSON.stringify({ transaction: reference }) });
}

/** When a subscription is charged next; null where it is not. @throws AppError `payments_unavailable` */
export async function readNextCharge(code: string): Promise<Date | null> {
  const received = await call(`/subscription/${encodeURIComponent(code)}`, { method: "GET" });
  const next = received === null ? null : subscriptionSchema.parse(received).data.next_payment_date;
  return next ? new Date(next) : null;
}

/** Ends a subscription after the paid month. @throws AppError `payments_unavailable` */
export async function disableSubscription(code: string): Promise<void> {
  const received = await call(`/subscription/${encodeURIComponent(code)}`, { method: "GET" });
  if (received === null) return;
  const { email_token: token } = subscriptionSchema.parse(received).data;
  await call("/subscription/disable", { method: "POST", body: JSON.stringify({ code, token }) });
}

/** Whether a webhook's raw body was signed with our secret key (HMAC-SHA512, hex). */
export function isSignedByProvider(rawBody: string, signature: string): boolean {
  const secret = getEnv().PAYSTACK_SECRET_KEY;
  if (!secret) return false;
  const expected = Buffer.from(createHmac("sha512", secret).update(rawBody).digest("hex"));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The domain of our key: a test payment grants nothing on a live deployment. */
export function ownDomain(): "live" | "test" {
  return getEnv().PAYSTACK_SECRET_KEY?.startsWith("sk_live_") ? "live" : "test";
}

async function call(path: string, init: { method: string; body?: string }): Promise<unknown> {
  const { PAYSTACK_SECRET_KEY, PAYSTACK_URL } = getEnv();
  if (!PAYSTACK_SECRET_KEY) throw new AppError("payments_unavailable", "Payments are not set up here.");
  const response = await fetch(`${PAYSTACK_URL}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${PAYSTACK_SECRET_KEY}`, "content-type": "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  if (response?.status === 404) return null;
  const text = response?.ok ? await readText(response, MAX_RESPONSE_BYTES).catch(() => null) : null;
  if (text !== null) return JSON.parse(text);
  throw new AppError("payments_unavailable", "The payment service does not respond. Nothing was charged.");
}
