import "server-only";
import { randomBytes } from "node:crypto";
import { createPayment } from "@/lib/db/queries/payments";
import { listActiveSubscriptions } from "@/lib/db/queries/subscriptions";
import { findUser } from "@/lib/db/queries/users/users";
import { getEnv } from "@/lib/infra/env/env";
import { initializeTransaction, ownDomain, planOf } from "@/lib/infra/paystack";
import { AppError } from "@/lib/schemas/api-error";
import { findProduct } from "@/lib/schemas/products";

/**
 * Opens a payment for a product and returns the URL at which it is paid. Our row is written first, so that no
 * webhook can precede it. @throws AppError `unknown_product`, `email_not_verified`, `payments_unavailable`
 */
export async function initializePayment(
  user: { id: string; email: string },
  productId: string,
): Promise<{ reference: string; checkoutUrl: string }> {
  const product = findProduct(productId);
  if (product === null) throw new AppError("unknown_product", "There is no such product.");
  // The provider identifies customers by email: a renewal must not be attributed to another account with the
  // same email.
  if (!(await findUser(user.id))?.emailVerifiedAt) {
    throw new AppError("email_not_verified", "Verify your email first, by the link in our mail.");
  }
  const { APP_URL, PAYSTACK_CURRENCY } = getEnv();
  // A product that already renews is bought for one more month, without a second subscription.
  const renewing = await listActiveSubscriptions(user.id);
  const reference = `tz-${randomBytes(12).toString("hex")}`;
  await createPayment({
    userId: user.id,
    reference,
    product: productId,
    amount: product.amount,
    currency: PAYSTACK_CURRENCY,
    domain: ownDomain(),
  });
  const { checkoutUrl } = await initializeTransaction({
    email: user.email,
    amount: product.amount,
    currency: PAYSTACK_CURRENCY,
    reference,
    callbackUrl: `${APP_URL}/api/pay/callback`,
    metadata: { product: productId },
    plan: renewing.some(({ product: one }) => one === productId) ? undefined : planOf(productId),
  });
  return { reference, checkoutUrl };
}
