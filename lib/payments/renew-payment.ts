import "server-only";
import { createPayment, findFirstPayment } from "@/lib/db/queries/payments";
import { listActiveSubscriptions, recordNextPayment } from "@/lib/db/queries/subscriptions";
import { planCodeOf, productOfPlan, readNextCharge, verifyTransaction } from "@/lib/infra/paystack";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { type Fulfilment, fulfilPayment } from "@/lib/payments/fulfil-payment";

/**
 * Records a charge that the provider made for one of our plans: it becomes a payment of the user who first
 * bought the plan, at the original price and currency, and is fulfilled like any other. `unknown`: it is no
 * such charge. @throws AppError `payments_unavailable`
 */
export async function renewPayment(reference: string): Promise<Fulfilment> {
  const truth = await verifyTransaction(reference);
  const product = truth && productOfPlan(planCodeOf(truth));
  const customerCode = truth?.customer?.customer_code;
  if (!product || customerCode === undefined) return "unknown";
  const first = await findFirstPayment(customerCode, product);
  if (first === null) return "unknown";
  const { userId, amount, currency, domain } = first;
  await createPayment({ userId, reference, product, amount, currency, domain });
  const outcome = await fulfilPayment(reference);
  if (outcome === "granted") await readNextPayments(userId, product);
  return outcome;
}

/** Stores when the user's subscriptions of a product are charged next, for the notice before it. */
async function readNextPayments(userId: string, product: string): Promise<void> {
  const active = await listActiveSubscriptions(userId);
  for (const { code } of active.filter((one) => one.product === product)) {
    const next = await readNextCharge(code).catch((error) => {
      reportError("next-payment-unknown", error, { code });
      return null;
    });
    if (next !== null) await recordNextPayment(code, next);
  }
}
