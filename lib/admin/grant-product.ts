import "server-only";
import { grantByHand } from "@/lib/db/admin/admin-users";
import { AppError } from "@/lib/schemas/api-error";
import { findProduct } from "@/lib/schemas/products";

const DAY_MS = 86_400_000;

/** Grants a user a tier for some days, or a challenge. @throws AppError `unknown_product`, `bad_request` */
export function grantProduct(
  adminId: string,
  grant: { userId: string; product: string; days: number | null; reason: string },
): Promise<{ id: string }> {
  const { userId, product, days, reason } = grant;
  const kind = findProduct(product)?.kind;
  if (!kind) throw new AppError("unknown_product", "There is no such product.");
  if ((kind === "tier") !== (days !== null)) {
    throw new AppError("bad_request", "A tier needs its days, a challenge has none.", { field: "days" });
  }
  const endsAt = days === null ? null : new Date(Date.now() + days * DAY_MS);
  const act = { adminId, action: "grant-product", target: `user:${userId}`, reason };
  return grantByHand(act, { userId, product, endsAt });
}
