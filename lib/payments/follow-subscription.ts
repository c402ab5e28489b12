import "server-only";
import { findFirstPayment } from "@/lib/db/queries/payments";
import { markSubscription, saveSubscription } from "@/lib/db/queries/subscriptions";
import { productOfPlan } from "@/lib/infra/paystack";
import { AppError } from "@/lib/schemas/api-error";

/** The used fields of a subscription event. */
export type SubscriptionEvent = {
  subscription_code: string;
  plan?: { plan_code?: string } | null;
  customer?: { customer_code?: string } | null;
  next_payment_date?: string | null;
};

/**
 * Updates a subscription after an event. If its first payment is not known yet, the event must be delivered
 * again.
 *
 * @throws AppError `service_unavailable`
 */
export async function followSubscription(type: string, event: SubscriptionEvent): Promise<string> {
  const { subscription_code: code, plan, customer, next_payment_date: next } = event;
  if (type !== "subscription.create") {
    const status = { "subscription.not_renew": "non-renewing", "subscription.disable": "cancelled" }[type];
    if (status === undefined) return "ignored";
    return (await markSubscription(code, status)) ? status : "quarantined";
  }
  const product = productOfPlan(plan?.plan_code ?? undefined);
  if (product === null || !customer?.customer_code) return "ignored";
  const first = await findFirstPayment(customer.customer_code, product);
  if (first === null) throw new AppError("service_unavailable", "The first payment is not known yet.");
  const nextPaymentAt = next ? new Date(next) : null;
  await saveSubscription({ code, userId: first.userId, product, status: "active", nextPaymentAt });
  return "kept";
}
