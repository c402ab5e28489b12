import { createHash, randomBytes, randomInt } from "node:crypto";

/** The currencies that Paystack settles in. Amounts are in the subunit: kobo, pesewa, cent. */
export const CURRENCIES = ["NGN", "GHS", "KES", "ZAR", "USD"] as const;

export type TransactionStatus = "abandoned" | "success" | "failed" | "reversed";

/** One stored transaction. */
export type Transaction = {
  id: number;
  reference: string;
  accessCode: string;
  email: string;
  /** In the subunit. */
  amount: number;
  /** The refunded part. */
  refunded: number;
  currency: string;
  callbackUrl: string | null;
  /** As it was sent: text, an object or nothing. */
  metadata: unknown;
  status: TransactionStatus;
  createdAt: string;
  paidAt: string | null;
  domain: "test" | "live";
  /** Code of the plan that it pays for. */
  plan: string | null;
};

type Request = {
  email: string;
  amount: number;
  currency: string;
  reference?: string;
  callbackUrl: string | null;
  metadata: unknown;
  plan?: string | null;
};

/** The transactions of one emulator, by reference. */
export class Ledger {
  readonly #byReference = new Map<string, Transaction>();

  /** A new unpaid transaction, or null when the reference exists. */
  open(request: Request): Transaction | null {
    const reference = request.reference ?? randomBytes(8).toString("hex");
    if (this.#byReference.has(reference)) return null;
    const transaction: Transaction = {
      ...request,
      id: randomInt(1_000_000_000, 9_999_999_999),
      reference,
      accessCode: randomBytes(8).toString("hex"),
      refunded: 0,
      status: "abandoned",
      createdAt: new Date().toISOString(),
      paidAt: null,
      domain: "test",
      plan: request.plan ?? null,
    };
    this.#byReference.set(reference, transaction);
    return transaction;
  }

  find(reference: string): Transaction | null {
    return this.#byReference.get(reference) ?? null;
  }

  findByAccessCode(accessCode: string): Transaction | null {
    for (const one of this.#byReference.values()) if (one.accessCode === accessCode) return one;
    return null;
  }
}

/** The `data` that verify and `charge.success` carry. */
export function toTransactionDto(one: Transaction): Record<string, unknown> {
  return {
    id: one.id,
    domain: one.domain,
    status: one.status,
    reference: one.reference,
    receipt_number: null,
    amount: one.amount,
    message: null,
    gateway_response: one.status === "success" ? "Successful" : "The transaction was not completed",
    paid_at: one.paidAt,
    created_at: one.createdAt,
    channel: "card",
    currency: one.currency,
    ip_address: "127.0.0.1",
    metadata: one.metadata ?? "",
    log: null,
    fees: Math.round(one.amount * 0.015),
    fees_split: null,
    authorization: {
      authorization_code: "AUTH_emulator",
      bin: "408408",
      last4: "4081",
      exp_month: "12",
      exp_year: "2030",
      channel: "card",
      card_type: "visa",
      bank: "TEST BANK",
      country_code: "NG",
      brand: "visa",
      reusable: true,
      signature: "SIG_emulator",
    },
    customer: toCustomer(one.email),
    plan: one.plan,
    plan_object: one.plan === null ? {} : { plan_code: one.plan },
  };
}

/** One customer for each email. */
export function toCustomer(email: string): Record<string, unknown> {
  const code = createHash("sha256").update(email).digest("hex").slice(0, 15);
  return { id: 1, email, customer_code: `CUS_${code}`, metadata: null };
}
