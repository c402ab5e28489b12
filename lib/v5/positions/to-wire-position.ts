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
} from "@/lib/core/decimal";
import { type Context, instrumentOf, marketOf } from "@/lib/core/engine/context";
import { calculateSettlementPrice, toIsolatedPosition } from "@/lib/core/engine/margin/liquidation";
import { isLong, type Position, unrealisedPnl } from "@/lib/core/engine/positions/position";
import { calculateBreakEvenPrice } from "@/lib/core/engine/positions/position-figures";
import { findPosition, leverageOf, type PortfolioState } from "@/lib/core/engine/state/state";
import { calculateCrossMaintenance } from "@/lib/core/engine/venues/bybit-margin";
import { toLiquidationPrice } from "@/lib/trading/dto/to-portfolio-dto";
import { TRIGGER_BY } from "@/lib/v5/orders/order-terms";

const CONSTANTS = {
  positionIdx: 0,
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

/** The position of a symbol on the wire, valued at the marks of the context; a flat symbol has a row as well. */
export function toWirePosition(
  state: PortfolioState,
  symbol: string,
  at: { context: Context; realised: Money },
): Record<string, unknown> {
  const { context } = at;
  const position = findPosition(state, symbol);
  const mark = marketOf(context, symbol)?.mark ?? position?.entryPrice ?? null;
  const { tiers } = instrumentOf(context, symbol);
  const [tier] = tiers;
  return {
    ...CONSTANTS,
    symbol,
    riskId: 1,
    riskLimitValue: tier ? formatRounded(tier.limit) : "",
    leverage: formatRounded(position?.leverage ?? leverageOf(state, symbol)),
    markPrice: mark === null ? "" : formatPrice(mark),
    cumRealisedPnl: formatRounded(at.realised),
    ...(position === null ? FLAT : describeOpen(state, position, context)),
    ...describeStops(state, symbol),
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

function describeStops(state: PortfolioState, symbol: string) {
  const position = findPosition(state, symbol);
  const { stopLoss, takeProfit } = position ?? { stopLoss: null, takeProfit: null };
  const trail = state.orders.find(
    (order) => order.symbol === symbol && order.reduceOnly && order.trail !== null,
  );
  return {
    stopLoss: stopLoss === null ? "" : formatPrice(stopLoss.price),
    takeProfit: takeProfit === null ? "" : formatPrice(takeProfit.price),
    slTriggerBy: stopLoss === null ? "" : TRIGGER_BY[stopLoss.by],
    tpTriggerBy: takeProfit === null ? "" : TRIGGER_BY[takeProfit.by],
    trailingStop: position === null || !trail?.trail ? "0" : formatPrice(trail.trail.distance),
    activePrice: position === null || !trail?.trail?.activation ? "0" : formatPrice(trail.trail.activation),
  };
}

function formatOptional(price: Price | null | undefined): string {
  return price ? formatPrice(price) : "";
}
