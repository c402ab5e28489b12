import { calculateChallengeStatus } from "@/lib/core/challenge/challenge-status";
import {
  abs,
  add,
  type Decimal,
  type Money,
  max,
  min,
  neg,
  notional,
  type Price,
  priceOf,
  type Qty,
  sub,
  sum,
  ZERO,
} from "@/lib/core/decimal";
import { type Context, instrumentOf, marketOf } from "@/lib/core/engine/context";
import { calculateOrderCost } from "@/lib/core/engine/margin/margin";
import { type Order, workingPrice } from "@/lib/core/engine/orders/order";
import type { OrderSimulation } from "@/lib/core/engine/orders/simulate-order";
import { calculateFee } from "@/lib/core/engine/positions/calculate-fee";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { calculateClosedPnl } from "@/lib/core/engine/positions/position-figures";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import { findOrderPosition, orderLeverageOf, type PortfolioState } from "@/lib/core/engine/state/state";

type Simulated = Extract<OrderSimulation, { ok: true }>;

/** Figures of a simulated order. Money in quote currency; losses and profits include the fees of both sides. */
export type SimulationFigures = {
  filled: Qty;
  /** Average price of the fills, else the order's own price or trigger; null for a trail that is not active. */
  entry: Price | null;
  /** Fees of the fills, and of the rest where it stays open. */
  fee: Money;
  leverage: Decimal;
  /** Margin of the part that opens. */
  margin: Money;
  lossAtStop: Money | null;
  profitAtTarget: Money | null;
  /** A challenge's distance to its loss limits before the order; null in practice and while a mark is missing. */
  headroom: { today: Money | null; overall: Money | null } | null;
};

/** The figures of a simulated order. `state` is the state before it. */
export function calculateSimulationFigures(
  state: PortfolioState,
  result: Simulated,
  context: Context,
): SimulationFigures {
  const { accepted, fills } = result;
  const { symbol } = accepted;
  const instrument = instrumentOf(context, symbol);
  const filled = sum<Qty>(fills.map(({ qty }) => qty));
  const value = sum<Money>(fills.map(({ price, qty }) => notional(price, qty)));
  const entry = filled > 0n ? priceOf(value, filled) : workingPrice(accepted);
  const isMaker = filled === 0n && accepted.kind === "limit";
  const feeRate = isMaker ? instrument.makerRate : instrument.takerRate;
  const leverage = orderLeverageOf(result.state, accepted);
  const opening = { isLong: accepted.side === "buy", qty: calculateOpens(state, accepted), entry, feeRate };
  const atStop = calculateExit(opening, accepted.attached?.stopLoss?.price, instrument);
  return {
    filled,
    entry,
    fee: add(sum<Money>(fills.map(({ fee }) => fee)), calculateRestFee(result, { filled, entry, feeRate })),
    leverage,
    margin: calculateMargin(opening, { leverage, instrument }),
    lossAtStop: atStop === null ? null : max(neg(atStop), ZERO),
    profitAtTarget: calculateExit(opening, accepted.attached?.takeProfit?.price, instrument),
    headroom: calculateHeadroom(state, context),
  };
}

type Opening = { isLong: boolean; qty: Qty; entry: Price | null; feeRate: Decimal };

/** The part of the order that is not needed to close an opposite position. */
function calculateOpens(state: PortfolioState, order: Order): Qty {
  if (order.reduceOnly) return ZERO;
  const held = findOrderPosition(state, order)?.qty ?? ZERO;
  const isOpposite = held !== 0n && held > 0n === (order.side === "sell");
  return sub(order.qty, isOpposite ? min(abs(held), order.qty) : ZERO);
}

function calculateRestFee(
  { accepted, open }: Simulated,
  { filled, entry, feeRate }: { filled: Qty; entry: Price | null; feeRate: Decimal },
): Money {
  if (open === null || entry === null) return ZERO;
  return calculateFee({ qty: sub(accepted.qty, filled), price: entry, rate: feeRate });
}

function calculateMargin(
  { isLong, qty, entry }: Opening,
  { leverage, instrument }: { leverage: Decimal; instrument: Instrument },
): Money {
  if (entry === null || qty === 0n) return ZERO;
  return calculateOrderCost({ isLong, qty, price: entry, leverage, takerRate: instrument.takerRate }).total;
}

function calculateExit(
  { isLong, qty, entry, feeRate }: Opening,
  exit: Price | undefined,
  { takerRate }: Instrument,
): Money | null {
  if (exit === undefined || entry === null || qty === 0n) return null;
  const fees = { openFeeRate: feeRate, closeFeeRate: takerRate, funding: ZERO };
  return calculateClosedPnl({ isLong, qty, entry, exit, ...fees }).net;
}

function calculateHeadroom(state: PortfolioState, context: Context): SimulationFigures["headroom"] {
  const { challenge, balance, positions } = state;
  const isMarked = positions.every(({ symbol }) => marketOf(context, symbol) !== null);
  if (challenge === null || !isMarked) return null;
  const equity = calculateEquity(state, context);
  const status = calculateChallengeStatus(challenge, { balance, equity, hasPosition: positions.length > 0 });
  return { today: status.headroomToday, overall: status.headroomOverall };
}
