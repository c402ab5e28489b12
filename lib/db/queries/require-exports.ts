import "server-only";
import { findUserTier } from "@/lib/db/queries/entitlements";
import { AppError } from "@/lib/schemas/api-error";
import { ENTITLEMENTS } from "@/lib/schemas/products";

/** Rejects a user whose tier has no exports. @throws AppError `forbidden` */
export async function requireExports(userId: string): Promise<void> {
  if (ENTITLEMENTS[await findUserTier(userId)].exports) return;
  throw new AppError("forbidden", "Exports are part of Pro and Elite.", { upgrade: true });
}
