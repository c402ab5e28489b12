import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parseMoney } from "@/lib/core/decimal";
import { sumRealised } from "@/lib/db/records/closed-records";
import { buildContext } from "@/lib/market/reference/build-context";
import { type Call, loadState } from "@/lib/v5/call";
import { change } from "@/lib/v5/orders/cancel-order";
import { readSide } from "@/lib/v5/positions/position-index";
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
  const of = { symbol: input.symbol, side: readSide(await loadState(call), input) };
  const amount = parseMoney(input.margin);
  const command = { type: "adjust-margin", ...of, amount, requestId: randomUUID() } as const;
  const { state } = await change(call, command, input.symbol);
  const [context, realised] = await Promise.all([
    buildContext([input.symbol]),
    sumRealised(call.portfolioId),
  ]);
  return toWirePosition(state, of, { context, realised });
}
