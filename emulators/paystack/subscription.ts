import { randomBytes } from "node:crypto";
import type { Plan, Subscription } from "@/emulators/paystack/plan";
import { describe, type EmulatorResponse, emit, type Service } from "@/emulators/paystack/service";
import { type Transaction, toCustomer } from "@/emulators/paystack/transaction";

const MONTH_MS = 30 * 86_400_000;

/** A new plan, as the dashboard or `POST /plan` makes it. */
export function createPlan(service: Service, fields: Record<string, unknown>): Plan {
  const code = `PLN_${randomBytes(8).toString("hex")}`;
  const plan = {
    code,
    name: String(fields.name),
    amount: Number(fields.amount),
    currency: String(fields.currency),
  };
  service.plans.set(code, plan);
  return plan;
}

/** The first payment of a plan subscribes its payer. */
export function subscribe(service: Service, paid: Transaction): void {
  const plan = paid.plan === null ? undefined : service.plans.get(paid.plan);
  if (!plan) return;
  const code = `SUB_${randomBytes(8).toString("hex")}`;
  const emailToken = randomBytes(8).toString("hex");
  const subscription: Subscription = {
    code,
    emailToken,
    email: paid.email,
    plan,
    status: "active",
    nextAtMs: Date.now() + MONTH_MS,
  };
  service.subscriptions.set(code, subscription);
  emit(service, "subscription.create", toSubscriptionDto(subscription));
}

/**
 * Sends the events of a customer's subscriptions again, as the provider does until it gets a success
 * response.
 */
export function publishAgain(service: Service, email: string): EmulatorResponse {
  for (const one of service.subscriptions.values()) {
    if (one.email === email && one.status === "active")
      emit(service, "subscription.create", toSubscriptionDto(one));
  }
  return { status: 202, body: "{}" };
}

/** Charges a subscription when it is due: a transaction that the product has not opened. */
export function renew(service: Service, code: string): EmulatorResponse {
  const subscription = service.subscriptions.get(code);
  if (subscription?.status !== "active") return { status: 404, body: "{}" };
  const { plan, email } = subscription;
  const one = service.ledger.open({ ...plan, email, callbackUrl: null, metadata: null, plan: plan.code });
  if (!one) return { status: 409, body: "{}" };
  one.status = "success";
  one.paidAt = new Date().toISOString();
  subscription.nextAtMs += MONTH_MS;
  emit(service, "charge.success", describe(service, one));
  const transaction = { reference: one.reference, status: one.status, amount: one.amount };
  emit(service, "invoice.update", {
    ...toSubscriptionDto(subscription),
    paid: true,
    invoice_code: `INV_${one.id}`,
    transaction,
  });
  return { status: 202, body: JSON.stringify({ reference: one.reference }) };
}

/** Ends a subscription by its token. */
export function disable(service: Service, fields: Record<string, unknown>): boolean {
  const subscription = service.subscriptions.get(String(fields.code));
  if (!subscription || subscription.emailToken !== fields.token) return false;
  subscription.status = "non-renewing";
  emit(service, "subscription.not_renew", toSubscriptionDto(subscription));
  return true;
}

export function toSubscriptionDto(subscription: Subscription): Record<string, unknown> {
  const { code, email, plan, status, nextAtMs } = subscription;
  return {
    domain: "test",
    status,
    subscription_code: code,
    amount: plan.amount,
    cron_expression: "0 0 28 * *",
    next_payment_date: new Date(nextAtMs).toISOString(),
    plan: {
      plan_code: plan.code,
      name: plan.name,
      amount: plan.amount,
      currency: plan.currency,
      interval: "monthly",
    },
    customer: toCustomer(email),
  };
}
