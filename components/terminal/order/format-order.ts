import { formatFixed } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import type { Translate } from "@/lib/client/translate";
import type { OrderDto } from "@/lib/schemas/trading/trading-responses";

/** An order as short text: "Buy 0.1 BTCUSDT limit 59,000". */
export function formatOrder(
  {
    side,
    qty,
    symbol,
    kind,
    price,
    trigger,
  }: Pick<OrderDto, "side" | "qty" | "symbol" | "kind" | "price" | "trigger">,
  t: Translate<"terminal">,
): string {
  const values = { side, qty, symbol, kind: t(`kind.${kind}`) };
  const shown = price ?? trigger?.price ?? null;
  if (kind === "market") return t("order.atMarket", values);
  if (shown === null) return t("order.unpriced", values);
  return t("order.atPrice", { ...values, price: formatFixed(shown, countDigits(shown)) });
}
