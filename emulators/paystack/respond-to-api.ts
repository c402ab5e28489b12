import { randomInt } from "node:crypto";
import { describe, type EmulatorResponse, emit, type Service } from "@/emulators/paystack/service";
import { createPlan, disable, toSubscriptionDto } from "@/emulators/paystack/subscription";
import { CURRENCIES } from "@/emulators/paystack/transaction";

type Call = { method: string; path: string; fields: Record<string, unknown> };

const succeed = (message: string, data: unknown): EmulatorResponse => ({
  status: 200,
  body: JSON.stringify({ status: true, message, data }),
});
const reject = (status: number, message: string, code: string): EmulatorResponse => ({
  status,
  body: JSON.stringify({ status: false, message, type: "validation_error", code }),
});

/** Responds to an API call: initialize, verify, refund, plans and subscriptions. */
export function respondToApi(
  service: Service,
  authorization: string | undefined,
  call: Call,
): EmulatorResponse {
  if (authorization !== `Bearer ${service.secretKey}`) return reject(401, "Invalid key", "invalid_key");
  const { method, path, fields } = call;
  if (path === "/transaction/initialize" && method === "POST") return initialize(service, fields);
  if (path === "/refund" && method === "POST") return refund(service, fields);
  if (path === "/plan" && method === "POST") {
    const { code, ...plan } = createPlan(service, fields);
    return succeed("Plan created", { ...plan, plan_code: code });
  }
  if (path === "/subscription/disable" && method === "POST") {
    if (!disable(service, fields)) return reject(404, "Subscription with code not found", "not_found");
    return succeed("Subscription disabled successfully", {});
  }
  const subscribed = /^\/subscription\/([^/]+)$/.exec(path)?.[1];
  if (subscribed) return readSubscription(service, subscribed);
  const verified = /^\/transaction\/verify\/([^/]+)$/.exec(path)?.[1];
  if (verified) return verify(service, decodeURIComponent(verified));
  return reject(404, "Route not found", "not_found");
}

function initialize(service: Service, fields: Record<string, unknown>): EmulatorResponse {
  const { email, amount, currency = "NGN", reference, callback_url, metadata } = fields;
  if (typeof email !== "string" || !email.includes("@")) {
    return reject(400, "Invalid Email Address Passed", "invalid_email");
  }
  const plan = fields.plan === undefined ? null : service.plans.get(String(fields.plan));
  if (plan === undefined) return reject(400, "Plan not found", "plan_not_found");
  // The plan's amount counts, whatever else was sent.
  const subunits = plan?.amount ?? Number(amount);
  if (!Number.isInteger(subunits) || subunits <= 0) {
    return reject(400, "Invalid Amount Sent", "invalid_amount");
  }
  if (!CURRENCIES.some((known) => known === currency)) {
    return reject(403, "Currency not supported by merchant", "unsupported_currency");
  }
  if (reference !== undefined && !/^[A-Za-z0-9.=-]+$/.test(String(reference))) {
    return reject(400, "Invalid transaction reference", "invalid_reference");
  }
  const opened = service.ledger.open({
    email,
    amount: subunits,
    currency: String(currency),
    reference: reference === undefined ? undefined : String(reference),
    callbackUrl: typeof callback_url === "string" ? callback_url : null,
    metadata,
    plan: plan?.code,
  });
  if (!opened) return reject(400, "Duplicate Transaction Reference", "duplicate_reference");
  return succeed("Authorization URL created", {
    authorization_url: `${service.url}/checkout/${opened.accessCode}`,
    access_code: opened.accessCode,
    reference: opened.reference,
  });
}

function readSubscription(service: Service, code: string): EmulatorResponse {
  const found = service.subscriptions.get(code);
  if (!found) return reject(404, "Subscription not found", "not_found");
  return succeed("Subscription retrieved successfully", {
    ...toSubscriptionDto(found),
    email_token: found.emailToken,
  });
}

function verify(service: Service, reference: string): EmulatorResponse {
  const one = service.ledger.find(reference);
  if (!one) return reject(404, "Transaction reference not found.", "transaction_not_found");
  return succeed("Verification successful", describe(service, one));
}

/** Refunds all or a part; the transaction is reversed when nothing is left. */
function refund(service: Service, fields: Record<string, unknown>): EmulatorResponse {
  const one = service.ledger.find(String(fields.transaction));
  if (one?.status !== "success") return reject(400, "Transaction has not been paid", "invalid_state");
  const left = one.amount - one.refunded;
  const amount = fields.amount === undefined ? left : Number(fields.amount);
  if (!Number.isInteger(amount) || amount <= 0 || amount > left) {
    return reject(400, "Refund amount cannot be more than transaction amount", "invalid_amount");
  }
  one.refunded += amount;
  if (one.refunded === one.amount) one.status = "reversed";
  const data = {
    id: randomInt(1_000_000, 9_999_999),
    status: "processed",
    transaction_reference: one.reference,
    amount: String(amount),
    currency: one.currency,
    domain: one.domain,
  };
  emit(service, "refund.processed", data);
  return succeed("Refund has been queued for processing", data);
}
