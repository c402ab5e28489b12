import {
  abs,
  add,
  type Decimal,
  div,
  type Money,
  neg,
  notional,
  type Price,
  priceOf,
  type Qty,
  sub,
  sum,
  toNumber,
  ZERO,
} from "@/lib/core/decimal";
import type { RoundTripClosed } from "@/lib/core/engine/events";
import { calculateBankruptcyPrice } from "@/lib/core/engine/margin/margin";
import { unrealisedPnl } from "@/lib/core/engine/positions/position";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import { findPosition, leverageOf } from "@/lib/core/engine/state/state";
import { type Session, sessionContextOf } from "@/tests/conformance/session";

/** The portfolio in the form of a case file's `states`. */
export function toSessionView(session: Session) {
  const context = sessionContextOf(session);
  const { rules } = context;
  const free = toNumber(rules.freeMargin(session.state, context));
  const isSpot = session.kind === "spot";
  const wallet = isSpot ? free : toNumber(session.state.balance);
  return {
    wallet_balance: wallet,
    available_margin: free,
    liquidations: session.state.liquidations,
    portfolio_value: toNumber(calculateEquity(session.state, context)),
    positions: Object.fromEntries(session.symbols.map((symbol) => [symbol, toPositionDto(session, symbol)])),
    open_orders: session.state.orders.map((order) => order.id).sort(),
    assets: isSpot ? toAssets(session, wallet) : undefined,
  };
}

/** A position in the form of a case file; most of its fields are missing while it is flat. */
export function toPositionDto(session: Session, symbol: string) {
  const context = sessionContextOf(session);
  const position = findPosition(session.state, symbol);
  const last = session.markets.get(symbol)?.last;
  const current = last === undefined ? null : toNumber(last);
  if (position === null) {
    return { qty: 0, type: "close", entry_price: null, current_price: current, value: 0, pnl: 0, roi: 0 };
  }
  const instrument = context.instruments.get(symbol);
  const price = last ?? position.entryPrice;
  const isLong = position.qty > 0n;
  const pnl = unrealisedPnl(position, price);
  const positionMargin = instrument ? context.rules.positionMargin(position, instrument) : ZERO;
  const liquidation = instrument ? context.rules.liquidationPrice(session.state, position, instrument) : null;
  const entry = position.entryPrice;
  return {
    qty: toNumber(position.qty),
    type: isLong ? "long" : "short",
    entry_price: toNumber(entry),
    current_price: current,
    value: toNumber(notional(price, abs(position.qty))),
    pnl: toNumber(pnl),
    roi: pnl === 0n || positionMargin === 0n ? 0 : toNumber(div<Decimal>(pnl, positionMargin)) * 100,
    total_cost: toNumber(positionMargin),
    bankruptcy_price: toNumber(calculateBankruptcyPrice({ isLong, entry, leverage: position.leverage })),
    liquidation_price: liquidation === null ? null : toNumber(liquidation),
  };
}

/** Every accepted order, with its present or final state. */
export function toOrderDtos(session: Session): Record<string, Record<string, unknown>> {
  const orders: Record<string, Record<string, unknown>> = {};
  const filled = new Map<string, { qty: Qty; fee: Money }>();
  for (const { event } of session.events) {
    if (event.type === "order-accepted") {
      const { order } = event;
      const price = order.price ?? order.trigger?.price ?? null;
      const sign = order.side === "buy" ? 1 : -1;
      orders[order.id] = {
        type: order.kind === "stop-market" ? "STOP" : order.kind.toUpperCase(),
        side: order.side,
        qty: sign * toNumber(order.qty),
        price: price === null ? null : toNumber(price),
        status: "ACTIVE",
        filled_qty: 0,
        fee: null,
        reduce_only: order.reduceOnly,
      };
    } else if (event.type === "order-filled") {
      const before = filled.get(event.orderId) ?? { qty: ZERO, fee: ZERO };
      const signed = event.side === "buy" ? event.qty : neg(event.qty);
      const total = { qty: add<Qty>(before.qty, signed), fee: add<Money>(before.fee, event.fee) };
      filled.set(event.orderId, total);
      Object.assign(orders[event.orderId] ?? {}, {
        status: "EXECUTED",
        filled_qty: toNumber(total.qty),
        fee: toNumber(total.fee),
      });
    } else if (event.type === "order-cancelled" || event.type === "order-rejected") {
      if (!filled.has(event.orderId)) Object.assign(orders[event.orderId] ?? {}, { status: "CANCELED" });
    }
  }
  return orders;
}

/** Fills in order; the close and the open of a flip are one fill, as in a case file. */
export function toFillDtos(session: Session) {
  const fills: { step: number; id: string; symbol: string; price: Price; qty: Qty; fee: Money }[] = [];
  for (const { step, event } of session.events) {
    if (event.type !== "order-filled") continue;
    const id = event.purpose === "liquidation" ? "liquidation" : event.orderId;
    const qty = event.side === "buy" ? event.qty : neg(event.qty);
    const previous = fills.at(-1);
    if (previous?.id === id && previous.step === step && id !== "liquidation") {
      previous.qty = add(previous.qty, qty);
      previous.fee = add(previous.fee, event.fee);
    } else fills.push({ step, id, symbol: event.symbol, price: event.price, qty, fee: event.fee });
  }
  return fills.map((fill) => ({
    ...fill,
    price: toNumber(fill.price),
    qty: toNumber(fill.qty),
    fee: toNumber(fill.fee),
  }));
}

/** Closed round trips as jesse records them (engine-reference A.8). */
export function toTradeDtos(session: Session) {
  const closed = session.events
    .map(({ event }) => event)
    .filter((event) => event.type === "round-trip-closed");
  return closed.map((event) => toSessionTrade(session, event));
}

function toSessionTrade(session: Session, event: RoundTripClosed) {
  const { roundTrip } = event;
  const entry = priceOf(roundTrip.entryValue, roundTrip.entryQty);
  const exit = priceOf(roundTrip.exitValue, roundTrip.exitQty);
  const gross = notional(roundTrip.side === "long" ? sub(exit, entry) : sub(entry, exit), roundTrip.entryQty);
  const pnl = sub(gross, roundTrip.fees);
  const margin = div(roundTrip.entryValue, leverageOf(session.state, event.symbol));
  return {
    symbol: event.symbol,
    type: roundTrip.side,
    qty: toNumber(roundTrip.entryQty),
    entry_price: toNumber(entry),
    exit_price: toNumber(exit),
    fee: toNumber(roundTrip.fees),
    size: toNumber(roundTrip.entryValue),
    pnl: toNumber(pnl),
    roi: toNumber(div<Decimal>(pnl, margin)) * 100,
    orders: roundTrip.orderIds.length,
    holding_period: (event.closedAtMs - event.openedAtMs) / 1_000,
  };
}

function toAssets(session: Session, wallet: number): Record<string, number> {
  const assets: Record<string, number> = {};
  for (const symbol of session.symbols) {
    const instrument = session.instruments.get(symbol);
    const total = sum(
      session.state.positions.filter((item) => item.symbol === symbol).map((item) => item.qty),
    );
    assets[instrument?.baseCoin ?? symbol] = toNumber(total);
    assets[instrument?.quoteCoin ?? "USDT"] = wallet;
  }
  return assets;
}
