import "server-only";
import { randomUUID } from "node:crypto";
import { formatDecimal, parseDecimal, roundDownToStep } from "@/lib/core/decimal";
import { recordHookCall, type StoredHook } from "@/lib/db/hooks/alert-hooks";
import { assertSwitchOff } from "@/lib/db/portfolio/assert-switch-off";
import { claimAlert } from "@/lib/hooks/claim-alert";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { listTradingInstruments } from "@/lib/market/reference/list-trading-instruments";
import { AppError } from "@/lib/schemas/api-error";
import { MAX_HOOK_CALLS } from "@/lib/schemas/programs/hooks";
import { readTradingAlert, type TradingAlert } from "@/lib/schemas/programs/trading-alert";
import { placeOrderSchema } from "@/lib/schemas/trading/trading";
import type { OrderDto } from "@/lib/schemas/trading/trading-responses";
import { awaitFill } from "@/lib/trading/orders/await-fill";
import { placeOrder } from "@/lib/trading/orders/place-order";
import { closePosition } from "@/lib/trading/portfolio/change-position";

/** Characters of a message that the log keeps. */
const MAX_LOGGED = 2_000;

/** The response to an alert; `error` has the code and sentence of a rejection. */
export type AlertResponse = { status: number; body: object };

/** Trades by one alert and records what came of it. Never rejects. */
export async function receiveAlert(hook: StoredHook, text: string): Promise<AlertResponse> {
  try {
    const order = await trade(hook, text);
    await record(hook, text, {
      outcome: "accepted",
      code: null,
      message: describe(order),
      orderId: order.id,
    });
    return { status: 200, body: { outcome: "accepted", orderId: order.id, orderStatus: order.status } };
  } catch (error) {
    const { status, body } = toErrorResponse(readable(error), { route: "alert hook", requestId: hook.id });
    const { code, message } = body.error;
    await record(hook, text, { outcome: "rejected", code, message, orderId: null });
    return { status, body };
  }
}

async function trade(hook: StoredHook, text: string): Promise<OrderDto> {
  const alert = readTradingAlert(text);
  await assertSwitchOff("read-only");
  const instrument = (await listTradingInstruments()).get(alert.symbol);
  if (instrument === undefined)
    throw new AppError("unknown_symbol", `There is no symbol ${alert.symbol.slice(0, 30)}.`);
  await claimAlert(hook.id, { text, atMs: alert.atMs });
  const clientOrderId = `hook-${randomUUID()}`;
  const accepted = await send(hook, alert, { clientOrderId, qtyStep: instrument.qtyStep });
  const { order } = await awaitFill(accepted);
  if (order === null) throw new Error("An accepted order has no description.");
  return order;
}

function send(
  { userId, portfolioId }: StoredHook,
  alert: TradingAlert,
  { clientOrderId, qtyStep }: { clientOrderId: string; qtyStep: ReturnType<typeof parseDecimal> },
) {
  const { symbol } = alert;
  if (alert.action === "close") {
    return closePosition(
      { userId, symbol, isByProgram: true },
      { portfolioId, clientOrderId, fraction: "1" },
    );
  }
  const { action: side, limitPrice, stopLoss, takeProfit, reduceOnly } = alert;
  const stopOf = (price: string | null) => (price === null ? undefined : { price: plain(price) });
  const body = {
    portfolioId,
    clientOrderId,
    symbol,
    side,
    kind: limitPrice === null ? "market" : "limit",
    // A strategy computes its contracts without regard to the venue's step.
    qty: formatDecimal(roundDownToStep(parseDecimal(alert.quantity), qtyStep)),
    price: limitPrice === null ? undefined : plain(limitPrice),
    reduceOnly: reduceOnly || undefined,
    stopLoss: stopOf(stopLoss),
    takeProfit: stopOf(takeProfit),
  };
  return placeOrder(userId, placeOrderSchema.parse(body), { isByProgram: true });
}

/** A number without an exponent. */
function plain(text: string): string {
  return formatDecimal(parseDecimal(text));
}

function readable(error: unknown): unknown {
  return error instanceof SyntaxError ? new AppError("bad_request", "The message is not JSON.") : error;
}

function describe({ side, kind, qty, status, averagePrice, reason }: OrderDto): string {
  const at = averagePrice === null ? "" : ` at ${averagePrice}`;
  return `${side} ${kind} ${qty}: ${status}${at}${reason === null ? "" : ` (${reason})`}`;
}

async function record(
  hook: StoredHook,
  text: string,
  result: { outcome: string; code: string | null; message: string; orderId: string | null },
): Promise<void> {
  const { portfolioId, id: hookId } = hook;
  const body = text.slice(0, MAX_LOGGED).replaceAll("\0", "").toWellFormed();
  await recordHookCall(
    { id: randomUUID(), portfolioId, hookId, receivedAt: new Date(), body, ...result },
    MAX_HOOK_CALLS,
  );
}
