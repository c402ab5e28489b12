import { type Answer, describe, emit, type Service } from "@/dev/paystack/service";
import { CURRENCIES } from "@/dev/paystack/transaction";

type Call = { method: string; path: string; fields: Record<string, unknown> };

const succeed = (message: string, data: unknown): Answer => ({
  status: 200,
  body: JSON.stringify({ status: true, message, data }),
});
const refuse = (status: number, message: string, code: string): Answer => ({
  status,
  body: JSON.stringify({ status: false, message, type: "validation_error", code }),
});

/** Answers a call of the API: initialize, verify and refund. */
export function answerApi(service: Service, authorization: string | undefined, call: Call): Answer {
  if (authorization !== `Bearer ${service.secretKey}`) return refuse(401, "Invalid key", "invalid_key");
  const { method, path, fields } = call;
  if (path === "/transaction/initialize" && method === "POST") return initialize(service, fields);
  if (path === "/refund" && method === "POST") return refund(service, String(fields.transaction));
  const verified = /^\/transaction\/verify\/([^/]+)$/.exec(path)?.[1];
  if (verified) return verify(service, decodeURIComponent(verified));
  return refuse(404, "Route not found", "not_found");
}

function initialize(service: Service, fields: Record<string, unknown>): Answer {
  const { email, amount, currency = "NGN", reference, callback_url, metadata } = fields;
  if (typeof email !== "string" || !email.includes("@")) {
    return refuse(400, "Invalid Email Address Passed", "invalid_email");
  }
  const subunits = Number(amount);
  if (!Number.isInteger(subunits) || subunits <= 0) {
    return refuse(400, "Invalid Amount Sent", "invalid_amount");
  }
  if (!CURRENCIES.some((known) => known === currency)) {
    return refuse(403, "Currency not supported by merchant", "unsupported_currency");
  }
  if (reference !== undefined && !/^[A-Za-z0-9.=-]+$/.test(String(reference))) {
    return refuse(400, "Invalid transaction reference", "invalid_reference");
  }
  const opened = service.ledger.open({
    email,
    amount: subunits,
    currency: String(currency),
    reference: reference === undefined ? undefined : String(reference),
    callbackUrl: typeof callback_url === "string" ? callback_url : null,
    metadata,
  });
  if (!opened) return refuse(400, "Duplicate Transaction Reference", "duplicate_reference");
  return succeed("Authorization URL created", {
    authorization_url: `${service.url}/checkout/${opened.accessCode}`,
    access_code: opened.accessCode,
    reference: opened.reference,
  });
}

function verify(service: Service, reference: string): Answer {
  const one = service.ledger.find(reference);
  if (!one) return refuse(404, "Transaction reference not found.", "transaction_not_found");
  return succeed("Verification successful", describe(service, one));
}

function refund(service: Service, reference: string): Answer {
  const one = service.ledger.find(reference);
  if (one?.status !== "success") return refuse(400, "Transaction has not been paid", "invalid_state");
  one.status = "reversed";
  const data = { ...describe(service, one), status: "processed", transaction_reference: one.reference };
  emit(service, "refund.processed", data);
  return succeed("Refund has been queued for processing", data);
}
