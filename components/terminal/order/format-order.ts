import { formatFixedPrice } from "@/lib/client/format";
import type { Translate } from "@/lib/client/translate";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import type { OrderDto } from "@/lib/schemas/trading/trading-responses";

/** An order as short text: "Buy 0.1 BTCUSDT limit 59,000.00". `digits`: of the symbol's prices; null while unknown. */
export function formatOrder(
  {
    side,
    qty,
    symbol,
    kind,
    price,
    trigger,
    trail,
  }: Pick<OrderDto, "side" | "qty" | "symbol" | "kind" | "price" | "trigger"> & {
    /** Left out where it is not known. */
    trail?: OrderDto["trail"];
  },
  t: Translate<"terminal">,
  digits: number | null,
): string {
  const values = { side, qty: groupDigits(qty), symbol, kind: t(`kind.${kind}`) };
  const shown = price ?? trigger?.price ?? null;
  if (kind === "market") return t("order.atMarket", values);
  if (shown === null) {
    return !trail
      ? t("order.unpriced", values)
      : t("order.trailing", { ...values, distance: formatFixedPrice(trail.distance, digits) });
  }
  return t("order.atPrice", { ...values, price: formatFixedPrice(shown, digits) });
}
