import "server-only";
import {
  abs,
  add,
  div,
  formatPrice,
  formatRounded,
  type Money,
  notional,
  type Price,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { type Context, instrumentOf, marketOf } from "@/lib/core/engine/context";
import { toIsolatedPosition } from "@/lib/core/engine/margin/isolated-position";
import { calculateSettlementPrice } from "@/lib/core/engine/margin/settlement";
import type { Order } from "@/lib/core/engine/orders/order";
import {
  closingSide,
  isLong,
  POSITION_SIDES,
  type Position,
  type PositionSide,
  unrealisedPnl,
} from "@/lib/core/engine/positions/position";
import { calculateBreakEvenPrice } from "@/lib/core/engine/positions/position-figures";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { findPosition, leverageOf, type PortfolioState } from "@/lib/core/engine/state/state";
import { calculateCrossMaintenance } from "@/lib/core/engine/venues/bybit-margin";
import { toLiquidationPrice } from "@/lib/trading/dto/to-portfolio-dto";
import { TRIGGER_BY } from "@/lib/v5/orders/order-terms";
import { toPositionIdx } from "@/lib/v5/positions/position-index";

const CONSTANTS = {
  tradeMode: 0,
  autoAddMargin: 0,
  positionStatus: "Normal",
  tpslMode: "Full",
  sessionAvgPrice: "",
  adlRankIndicator: 0,
  isReduceOnly: false,
  mmrSysUpdatedTime: "",
  leverageSysUpdatedTime: "",
  delta: "",
  gamma: "",
  vega: "",
  theta: "",
};

/** A position of a symbol on the wire, valued at the marks of the context; a flat symbol has a row as well. */
export function toWirePosition(
  state: PortfolioState,
  { symbol, side }: { symbol: string; side?: PositionSide },
  at: { context: Context; realised: ReadonlyMap<string, Money> },
): Record<string, unknown> {
  const { context } = at;
  const position = findPosition(state, symbol, side);
  const realised = at.realised.get(side === undefined ? symbol : `${symbol} ${side}`) ?? ZERO;
  const mark = marketOf(context, symbol)?.mark ?? position?.entryPrice ?? null;
  const { tiers } = instrumentOf(context, symbol);
  const [tier] = tiers;
  return {
    ...CONSTANTS,
    symbol,
    positionIdx: toPositionIdx(side),
    riskId: 1,
    riskLimitValue: tier ? formatRounded(tier.limit) : "",
    leverage: formatRounded(position?.leverage ?? leverageOf(state, symbol, side)),
    markPrice: mark === null ? "" : formatPrice(mark),
    cumRealisedPnl: formatRounded(realised),
    ...(position === null ? FLAT : describeOpen(state, position, context)),
    ...describeStops(state, position),
  };
}

const FLAT = {
  side: "",
  size: "0",
  avgPrice: "0",
  entryPrice: "0",
  positionValue: "0",
  breakEvenPrice: "",
  liqPrice: "",
  bustPrice: "",
  positionIM: "0",
  positionIMByMp: "0",
  positionMM: "0",
  positionMMByMp: "0",
  positionBalance: "0",
  unrealisedPnl: "0",
  curRealisedPnl: "0",
  seq: -1,
  createdTime: "0",
  updatedTime: "0",
  openTime: 0,
};

function describeOpen(state: PortfolioState, position: Position, context: Context) {
  const instrument = instrumentOf(context, position.symbol);
  const mark = marketOf(context, position.symbol)?.mark ?? position.entryPrice;
  const margin = context.rules.positionMargin(position, instrument);
  const value = notional(mark, abs(position.qty));
  const { roundTrip } = position;
  const realised = sub(roundTrip.realised, add(roundTrip.fees, roundTrip.funding));
  const bust = calculateSettlementPrice(toIsolatedPosition(position));
  const average = formatPrice(position.entryPrice);
  const maintenance = calculateCrossMaintenance(position, context);
  return {
    side: isLong(position) ? "Buy" : "Sell",
    size: formatRounded(abs(position.qty)),
    avgPrice: average,
    entryPrice: average,
    positionValue: formatRounded(position.cost),
    breakEvenPrice: formatPrice(
      calculateBreakEvenPrice({
        qty: position.qty,
        entry: position.entryPrice,
        realised,
        takerRate: instrument.takerRate,
      }),
    ),
    liqPrice: formatOptional(toLiquidationPrice(state, position, { instrument, context })),
    bustPrice: bust > 0n ? formatPrice(bust) : "",
    positionIM: formatRounded(margin),
    positionIMByMp: formatRounded(div(value, position.leverage)),
    positionMM: formatRounded(maintenance),
    positionMMByMp: formatRounded(maintenance),
    positionBalance: formatRounded(margin),
    unrealisedPnl: formatRounded(unrealisedPnl(position, mark)),
    curRealisedPnl: formatRounded(realised),
    seq: position.changedSeq,
    createdTime: String(roundTrip.openedAtMs),
    updatedTime: String(position.changedAtMs),
    openTime: roundTrip.openedAtMs,
  };
}

function describeStops(state: PortfolioState, position: Position | null) {
  const { stopLoss, takeProfit } = position ?? { stopLoss: null, takeProfit: null };
  const trail = position && findTrail(state, position);
  return {
    stopLoss: stopLoss === null ? "" : formatPrice(stopLoss.price),
    takeProfit: takeProfit === null ? "" : formatPrice(takeProfit.price),
    slTriggerBy: stopLoss === null ? "" : TRIGGER_BY[stopLoss.by],
    tpTriggerBy: takeProfit === null ? "" : TRIGGER_BY[takeProfit.by],
    trailingStop: !trail?.trail ? "0" : formatPrice(trail.trail.distance),
    activePrice: !trail?.trail?.activation ? "0" : formatPrice(trail.trail.activation),
  };
}

/** The trailing stop of a position. */
export function findTrail(state: PortfolioState, position: Position): Order | undefined {
  return state.orders.find(
    (order) =>
      order.symbol === position.symbol &&
      order.reduceOnly &&
      order.trail !== null &&
      (!isHedged(state, order.symbol) || order.side === closingSide(position)),
  );
}

/** The rows of a symbol: one in one-way mode, one for each side in hedge mode. */
export function listSides(state: PortfolioState, symbol: string): { symbol: string; side?: PositionSide }[] {
  return isHedged(state, symbol) ? POSITION_SIDES.map((side) => ({ symbol, side })) : [{ symbol }];
}

function formatOptional(price: Price | null | undefined): string {
  return price ? formatPrice(price) : "";
}
