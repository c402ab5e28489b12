import "server-only";
import { randomUUID } from "node:crypto";
import { type Decimal, fromNumber, mul, toNumber } from "@/lib/core/decimal";
import type { Context } from "@/lib/core/engine/context";
import { simulateOrder } from "@/lib/core/engine/orders/simulate-order";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { buildContext } from "@/lib/market/reference/build-context";
import { followSymbols } from "@/lib/market/stream/follow-symbols";
import { rateMargin } from "@/lib/v5/account/to-wire-wallet";
import { type Call, loadState } from "@/lib/v5/call";
import { buildCommand, type CreateOrderInput, rejectionOf } from "@/lib/v5/orders/create-order";
import { badParameter } from "@/lib/v5/wire/v5-error";

const TEN_THOUSAND = fromNumber(10_000);

/** The margin rates of the account before an order and after it, by the present market. Nothing is placed. */
export async function preCheckOrder(call: Call, input: CreateOrderInput): Promise<object> {
  const state = await loadState(call);
  await followSymbols([input.symbol]);
  const symbols = [...state.positions, ...state.orders].map(({ symbol }) => symbol);
  const market = await buildContext([...new Set([input.symbol, ...symbols])]);
  const context = { ...market, isByProgram: true };
  const command = await buildCommand(call, input, randomUUID());
  if (command.type !== "submit") throw badParameter("qty must be above zero");
  const result = simulateOrder(state, command.order, context);
  if (!result.ok) throw rejectionOf({ reason: result.reason, state }, input);
  const [before, after] = [ratesOf(state, context), ratesOf(result.state, context)];
  return {
    orderId: "",
    orderLinkId: input.orderLinkId ?? "",
    preImrE4: before.initial,
    preMmrE4: before.maintenance,
    postImrE4: after.initial,
    postMmrE4: after.maintenance,
  };
}

function ratesOf(state: PortfolioState, context: Context): { initial: number; maintenance: number } {
  const { initial, maintenance } = rateMargin(state, context);
  const inTenThousandths = (rate: Decimal) => Math.round(toNumber(mul<Decimal>(rate, TEN_THOUSAND)));
  return { initial: inTenThousandths(initial), maintenance: inTenThousandths(maintenance) };
}
