import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parseMoney, ZERO } from "@/lib/core/decimal";
import { sumRealised } from "@/lib/db/records/closed-records";
import { buildContext } from "@/lib/market/reference/build-context";
import type { Call } from "@/lib/v5/call";
import { change } from "@/lib/v5/orders/cancel-order";
import { assertOneWay } from "@/lib/v5/orders/create-order";
import { toWirePosition } from "@/lib/v5/positions/to-wire-position";
import { optional, symbol, text, whole } from "@/lib/v5/wire/fields";

/** Fields of `POST /v5/position/add-margin`: a negative `margin` takes added margin out. */
export const addMarginSchema = z.object({
  symbol,
  margin: text.pipe(z.string().regex(/^-?\d{1,20}(\.\d{1,8})?$/)),
  positionIdx: optional(whole),
});

/** Adds margin to an isolated position, or removes added margin; answers with the position. */
export async function addMargin(call: Call, input: z.output<typeof addMarginSchema>): Promise<object> {
  assertOneWay(input.positionIdx);
  const amount = parseMoney(input.margin);
  const command = { type: "adjust-margin", symbol: input.symbol, amount, requestId: randomUUID() } as const;
  const { state } = await change(call, command, input.symbol);
  const [context, realised] = await Promise.all([
    buildContext([input.symbol]),
    sumRealised(call.portfolioId),
  ]);
  return toWirePosition(state, input.symbol, { context, realised: realised.get(input.symbol) ?? ZERO });
}
