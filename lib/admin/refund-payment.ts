import "server-only";
import { type AdminAct, recordAct } from "@/lib/db/admin/audit";
import { findPayment } from "@/lib/db/queries/payments";
import { refundTransaction } from "@/lib/infra/paystack";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Requests a refund from the provider. The grant is revoked when the provider's webhook confirms the refund.
 * The audit log records the request before it is sent, and its result afterwards.
 *
 * @throws AppError `not_found`, `bad_request` for a payment that was not paid
 */
export async function refundPayment(
  adminId: string,
  request: { reference: string; reason: string },
): Promise<void> {
  const { reference, reason } = request;
  const payment = await findPayment(reference);
  if (payment === null) throw new AppError("not_found", "There is no such payment.");
  if (payment.status !== "paid") throw new AppError("bad_request", "Only a paid payment can be refunded.");
  const act: AdminAct = { adminId, action: "refund-payment", target: `payment:${reference}`, reason };
  await recordAct(act, { before: { status: payment.status }, after: { refund: "asked" } });
  try {
    await refundTransaction(reference);
  } catch (error) {
    const failure = error instanceof AppError ? error.code : "unknown";
    await recordAct(act, { before: { refund: "asked" }, after: { refund: "failed", failure } });
    throw error;
  }
  await recordAct(act, { before: { refund: "asked" }, after: { refund: "accepted" } });
}
