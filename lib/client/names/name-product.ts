import type { Translate } from "@/lib/client/translate";
import { findPlan } from "@/lib/core/challenge/plans";
import { findProduct, type Product } from "@/lib/schemas/products";

/** The name of what is sold, in the language of the page; an unknown id stays as it is. */
export function nameProduct(id: string, t: Translate<"common.purchase">): string {
  const product: Product | null = findProduct(id);
  if (product === null) return id;
  if (product.kind === "tier") return t("tier", { tier: product.tier });
  return t("challenge", {
    plan: findPlan(product.plan)?.name ?? product.plan,
    balance: Number(product.startingBalance),
  });
}
