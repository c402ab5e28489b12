import "server-only";
import { createPayment, findFirstPayment } from "@/lib/db/queries/payments";
import { planCodeOf, productOfPlan, verifyTransaction } from "@/lib/infra/paystack";
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
  return fulfilPayment(reference);
}
