import "server-only";
import { z } from "zod";
import { addRefund, findPayment, recordWebhook, revokePayment } from "@/lib/db/queries/payments";
import { markSubscription } from "@/lib/db/queries/subscriptions";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { followSubscription } from "@/lib/payments/follow-subscription";
import { fulfilPayment } from "@/lib/payments/fulfil-payment";
import { renewPayment } from "@/lib/payments/renew-payment";

const eventSchema = z.object({
  event: z.string().max(100),
  data: z.looseObject({
    id: z.union([z.number(), z.string()]).optional(),
    reference: z.string().max(200).optional(),
    transaction_reference: z.string().max(200).optional(),
    transaction: z.looseObject({ reference: z.string().max(200).optional() }).optional(),
    resolution: z.string().optional(),
    amount: z.coerce.number().int().nonnegative().optional(),
    currency: z.string().max(10).optional(),
    refund_reference: z.string().max(200).nullish(),
    paid: z.union([z.boolean(), z.number()]).optional(),
    subscription_code: z.string().max(200).optional(),
    plan: z.union([z.string(), z.looseObject({ plan_code: z.string().optional() })]).nullish(),
    customer: z.looseObject({ customer_code: z.string().optional() }).nullish(),
    subscription: z.looseObject({ subscription_code: z.string().optional() }).nullish(),
    next_payment_date: z.string().nullish(),
  }),
});
type ProviderEvent = z.infer<typeof eventSchema>;

/** Handlers by event of the provider; every other event is only stored. */
const HANDLERS: Record<string, (reference: string, event: ProviderEvent) => Promise<string>> = {
  "charge.success": (reference) => fulfilPayment(reference),
  "invoice.update": async (reference, { data }) => (data.paid ? fulfilPayment(reference) : "ignored"),
  "refund.processed": recordRefund,
  "charge.dispute.create": async (reference) => {
    reportError("payment-disputed", new Error("A payment is disputed."), { reference });
    return "reported";
  },
  "charge.dispute.resolve": async (reference, { data }) => {
    if (data.resolution !== "merchant-accepted") return "kept";
    return (await revokePayment(reference, "disputed")) ? "revoked" : "already";
  },
};

/**
 * Processes a webhook with a valid signature. It is only a hint: payment data are read from the provider
 * again. An unknown reference is stored and reported, with the same response.
 */
export async function consumeWebhook(rawBody: string): Promise<{ outcome: string }> {
  const body: unknown = JSON.parse(rawBody);
  const event = eventSchema.parse(body);
  const { data } = event;
  const reference = data.transaction_reference ?? data.transaction?.reference ?? data.reference ?? null;
  const outcome = await act(event, reference);
  const objectId = String(data.id ?? data.refund_reference ?? data.subscription_code ?? reference ?? "");
  await recordWebhook({ event: event.event, objectId, reference, outcome, body: body as object });
  return { outcome };
}

async function act(event: ProviderEvent, reference: string | null): Promise<string> {
  const { data } = event;
  if (event.event.startsWith("subscription.") && data.subscription_code !== undefined) {
    const plan = typeof data.plan === "string" ? { plan_code: data.plan } : data.plan;
    return followSubscription(event.event, { ...data, plan, subscription_code: data.subscription_code });
  }
  if (event.event === "invoice.payment_failed") return recordFailedRenewal(event);
  const handle = Object.hasOwn(HANDLERS, event.event) ? HANDLERS[event.event] : undefined;
  if (!handle || reference === null) return "ignored";
  if ((await findPayment(reference)) === null) {
    const isCharge = event.event === "charge.success" || (event.event === "invoice.update" && data.paid);
    const renewal = isCharge ? await renewPayment(reference) : "unknown";
    if (renewal !== "unknown") return renewal;
    reportError("payment-unknown", new Error("A webhook names a payment that was never opened."), {
      reference,
    });
    return "quarantined";
  }
  return handle(reference, event);
}

/**
 * Sums up the refunds: the grant is revoked only when the whole amount is refunded. A refund without an
 * amount is a full one.
 */
async function recordRefund(reference: string, { data }: ProviderEvent): Promise<string> {
  const payment = await findPayment(reference);
  if (payment === null) return "unknown";
  if (data.currency !== undefined && data.currency !== payment.currency) {
    const what = `A refund in ${data.currency} of a payment in ${payment.currency}.`;
    reportError("refund-in-another-currency", new Error(what), { reference });
    return "flagged";
  }
  const id = String(data.id ?? data.refund_reference ?? reference);
  const sum = await addRefund(reference, { id, amount: data.amount ?? payment.amount });
  if (sum === null || sum.refunded < sum.paid) return "partly_refunded";
  return (await revokePayment(reference, "refunded")) ? "revoked" : "already";
}

/** The provider retries; the tier ends with the paid period. */
async function recordFailedRenewal({ data }: ProviderEvent): Promise<string> {
  const code = data.subscription?.subscription_code ?? data.subscription_code;
  if (code === undefined) return "ignored";
  return (await markSubscription(code, "attention")) ? "attention" : "quarantined";
}
