import type { Order } from "@/lib/core/engine/orders/order";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import { isHedged, tradedSide } from "@/lib/core/engine/state/hedge";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { V5Error } from "@/lib/v5/wire/v5-error";

/** `positionIdx` of the sides of a hedged symbol; 0 in one-way mode. */
const INDEXES = { long: 1, short: 2 } as const satisfies Record<PositionSide, number>;

/** The index of a side; 0 without one. */
export function toPositionIdx(side: PositionSide | undefined): 0 | 1 | 2 {
  return side === undefined ? 0 : INDEXES[side];
}

/** The index of the position that an order changes. */
export function positionIdxOf(order: Pick<Order, "side" | "reduceOnly">, isHedgedSymbol: boolean): 0 | 1 | 2 {
  return toPositionIdx(isHedgedSymbol ? tradedSide(order) : undefined);
}

/** The side that an index names, undefined for 0 and where there is none. @throws V5Error 10001 for another number */
export function toSide(positionIdx: number | undefined): PositionSide | undefined {
  switch (positionIdx) {
    case undefined:
    case 0:
      return undefined;
    case 1:
      return "long";
    case 2:
      return "short";
    default:
      throw mismatch();
  }
}

/** The side that a request names. @throws V5Error 10001 where it does not fit the mode of the symbol */
export function readSide(
  state: PortfolioState,
  request: { symbol: string; positionIdx?: number | undefined },
): PositionSide | undefined {
  const side = toSide(request.positionIdx);
  if (isHedged(state, request.symbol) !== (side !== undefined)) throw mismatch();
  return side;
}

function mismatch(): V5Error {
  return new V5Error(10001, "position idx not match position mode");
}
