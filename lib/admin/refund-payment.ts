import "server-only";
import { changeWithAudit } from "@/lib/db/audit";
import { findPayment } from "@/lib/db/payments";
import { refundTransaction } from "@/lib/infra/paystack";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Asks the provider to give a payment back. What was granted is taken back when the provider says that it has
 * done so, by its webhook. @throws AppError `not_found`, `bad_request` for one that was not paid
 */
export async function refundPayment(
  adminId: string,
  request: { reference: string; reason: string },
): Promise<void> {
  const { reference, reason } = request;
  const payment = await findPayment(reference);
  if (payment === null) throw new AppError("not_found", "There is no such payment.");
  if (payment.status !== "paid") throw new AppError("bad_request", "Only a paid payment can be refunded.");
  await refundTransaction(reference);
  await changeWithAudit(
    { adminId, action: "refund-payment", target: `payment:${reference}`, reason },
    async () => ({
      before: { status: payment.status },
      after: { status: "refund asked" },
      result: undefined,
    }),
  );
}
