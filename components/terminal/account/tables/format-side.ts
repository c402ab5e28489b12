import type { Translate } from "@/lib/client/translate";
import type { Side } from "@/lib/core/engine/orders/order";
import type { PositionSide } from "@/lib/core/engine/positions/position";

/** The side of an order or fill; in hedge mode with the position that it changes. */
export function formatSide(
  { side }: { side: Side },
  t: Translate<"terminal">,
  held: PositionSide | undefined,
): string {
  return held === undefined ? t(`side.${side}`) : t("sideOf", { side: t(`side.${side}`), held });
}
