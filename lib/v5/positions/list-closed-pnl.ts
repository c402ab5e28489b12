import "server-only";
import { z } from "zod";
import {
  abs,
  add,
  formatPrice,
  formatRounded,
  type Money,
  mulDiv,
  notional,
  priceOf,
  type Qty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { findPosition, leverageOf, type PortfolioState } from "@/lib/core/engine/state/state";
import { type FillRecord, findFillRecords } from "@/lib/db/records/closed-records";
import { type Call, loadState } from "@/lib/v5/call";
import { isLimitKind } from "@/lib/v5/orders/order-terms";
import { toWireSide } from "@/lib/v5/orders/to-wire-order";
import { cursor, instant, optional, pageSize, symbol } from "@/lib/v5/wire/fields";
import { toOrderUuid } from "@/lib/v5/wire/order-uuid";

const DAYS_7_MS = 7 * 86_400_000;

/** Query of `GET /v5/position/closed-pnl`. */
export const closedPnlSchema = z.object({
  symbol: optional(symbol),
  startTime: optional(instant),
  endTime: optional(instant),
  limit: pageSize({ most: 100, usual: 50 }),
  cursor,
});

/** Result of one closing order: its part that closed, with its share of the fees of the entries. */
type Closed = {
  fill: FillRecord;
  seq: number;
  firstMs: number;
  qty: Qty;
  entryValue: Money;
  exitValue: Money;
  realised: Money;
  openFee: Money;
  closeFee: Money;
  count: number;
};

/** Results of closing orders, newest first, net of the fees of closing and of the share of the opening ones. */
export async function listClosedPnl(call: Call, input: z.output<typeof closedPnlSchema>): Promise<object> {
  const untilMs = input.endTime ?? (input.startTime === undefined ? call.nowMs : input.startTime + DAYS_7_MS);
  const fromMs = input.startTime ?? untilMs - DAYS_7_MS;
  const [fills, state] = await Promise.all([
    findFillRecords(call.portfolioId, { symbol: input.symbol, fromMs, untilMs }),
    loadState(call),
  ]);
  const closed = foldClosed(fills)
    .filter(({ fill, seq }) => fill.atMs >= fromMs && (input.cursor === undefined || seq < input.cursor))
    .sort((a, b) => b.seq - a.seq);
  const page = closed.slice(0, input.limit);
  return {
    category: "linear",
    list: page.map((one) => toRow(call.portfolioId, one, state)),
    nextPageCursor: closed.length > input.limit ? String(page.at(-1)?.seq ?? "") : "",
  };
}

/** The results of the closing orders among fills, which begin at a flat position for each side of a symbol. */
export function foldClosed(fills: readonly FillRecord[]): Closed[] {
  const open = new Map<string, { qty: Qty; fees: Money }>();
  const closed = new Map<string, Closed>();
  for (const fill of fills) {
    const key = `${fill.symbol} ${fill.positionSide}`;
    const held = open.get(key) ?? { qty: ZERO, fees: ZERO };
    if (fill.cost >= 0n) {
      open.set(key, { qty: add(held.qty, fill.qty), fees: add(held.fees, fill.fee) });
      continue;
    }
    const share = held.qty === 0n ? ZERO : mulDiv(held.fees, { numerator: fill.qty, denominator: held.qty });
    open.set(key, { qty: sub(held.qty, fill.qty), fees: sub(held.fees, share) });
    const known = closed.get(fill.orderId);
    closed.set(fill.orderId, {
      fill,
      seq: fill.seq,
      firstMs: known?.firstMs ?? fill.atMs,
      qty: add(known?.qty ?? ZERO, fill.qty),
      entryValue: add(known?.entryValue ?? ZERO, abs(fill.cost)),
      exitValue: add(known?.exitValue ?? ZERO, notional(fill.price, fill.qty)),
      realised: add(known?.realised ?? ZERO, fill.realised),
      openFee: add(known?.openFee ?? ZERO, share),
      closeFee: add(known?.closeFee ?? ZERO, fill.fee),
      count: (known?.count ?? 0) + 1,
    });
  }
  return [...closed.values()];
}

/** Net result of a closing order, quote currency. */
export function netOf({ realised, openFee, closeFee }: Closed): Money {
  return sub(realised, add(openFee, closeFee));
}

function toRow(portfolioId: string, closed: Closed, state: PortfolioState) {
  const { fill, qty, entryValue, exitValue, openFee, closeFee } = closed;
  const isLimit = isLimitKind(fill.kind);
  const held = findPosition(state, fill.symbol, fill.positionSide);
  return {
    symbol: fill.symbol,
    orderId: toOrderUuid(portfolioId, fill.orderId),
    // The closing order's side: "Sell" closed a long.
    side: toWireSide(fill.side),
    qty: formatRounded(fill.orderQty),
    orderPrice: isLimit && fill.orderPrice !== null ? formatPrice(fill.orderPrice) : formatPrice(fill.price),
    orderType: isLimit ? "Limit" : "Market",
    execType: fill.purpose === "liquidation" ? "BustTrade" : "Trade",
    closedSize: formatRounded(qty),
    cumEntryValue: formatRounded(entryValue),
    avgEntryPrice: formatPrice(priceOf(entryValue, qty)),
    cumExitValue: formatRounded(exitValue),
    avgExitPrice: formatPrice(priceOf(exitValue, qty)),
    closedPnl: formatRounded(netOf(closed)),
    fillCount: String(closed.count),
    leverage: formatRounded(held?.leverage ?? leverageOf(state, fill.symbol, fill.positionSide)),
    openFee: formatRounded(openFee),
    closeFee: formatRounded(closeFee),
    createdTime: String(closed.firstMs),
    updatedTime: String(fill.atMs),
  };
}
