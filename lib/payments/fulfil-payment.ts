import "server-only";
import { findPayment, markUnpaid, settlePaid } from "@/lib/db/queries/payments";
import { type ProviderTruth, verifyTransaction } from "@/lib/infra/paystack";
import { log } from "@/lib/infra/telemetry/log";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { findProduct } from "@/lib/schemas/products";

/** A payment's state after it was checked. `unknown`: its reference is not ours. */
export type Fulfilment = "granted" | "already" | "unpaid" | "flagged" | "unknown";

type Expected = { reference: string; amount: number; currency: string; domain: string };

/**
 * Updates one payment to the provider's state. The webhook, the browser's return and the cron all call this,
 * and nothing else grants a product for a payment. A success with another amount, currency or domain than
 * requested grants nothing and is flagged. @throws AppError `payments_unavailable` when the provider does not
 * respond
 */
export async function fulfilPayment(reference: string): Promise<Fulfilment> {
  const payment = await findPayment(reference);
  if (payment === null) return "unknown";
  if (["paid", "refunded", "disputed"].includes(payment.status)) return "already";
  const truth = await verifyTransaction(reference);
  if (truth === null) return "unpaid";
  if (truth.status !== "success") return recordUnpaid(reference, truth);
  const mismatch = findMismatch(payment, truth);
  if (mismatch !== null) {
    await markUnpaid(reference, { status: "flagged", note: mismatch });
    reportError("payment-flagged", new Error(mismatch), { reference });
    return "flagged";
  }
  const product = findProduct(payment.product);
  if (product === null)
    throw new Error(`Payment ${reference} is for the unknown product ${payment.product}.`);
  const won = await settlePaid(reference, {
    providerId: truth.id,
    paidAt: truth.paid_at ? new Date(truth.paid_at) : new Date(),
    months: product.kind === "tier" ? product.months : null,
    customerCode: truth.customer?.customer_code ?? null,
  });
  if (won) log.info("payment-granted", { reference, product: payment.product, userId: payment.userId });
  return won ? "granted" : "already";
}

async function recordUnpaid(reference: string, truth: ProviderTruth): Promise<Fulfilment> {
  const status = truth.status === "failed" ? "failed" : "abandoned";
  if (truth.status === "failed" || truth.status === "abandoned") {
    await markUnpaid(reference, { status, note: truth.gateway_response ?? truth.status });
  }
  return "unpaid";
}

/** A description of how the provider's data differ from our request; null if they match. */
function findMismatch(expected: Expected, truth: ProviderTruth): string | null {
  const wrong = (["reference", "amount", "currency", "domain"] as const).filter(
    (field) => truth[field] !== expected[field],
  );
  if (wrong.length === 0) return null;
  const parts = wrong.map((field) => `${field} ${truth[field]} instead of ${expected[field]}`);
  return `Paid with ${parts.join(", ")}.`;
}
