import type { Translate } from "@/lib/client/translate";
import type { PositionSide } from "@/lib/core/engine/positions/position";

/** A position as text: its symbol and, of a hedged one, its side. */
export function formatHeld(
  { symbol, side }: { symbol: string; side?: PositionSide | undefined },
  t: Translate<"terminal">,
): string {
  return side === undefined ? symbol : t("held", { symbol, side });
}
