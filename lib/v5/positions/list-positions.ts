import "server-only";
import { z } from "zod";
import { nameSide } from "@/lib/core/engine/state/state";
import { sumRealised } from "@/lib/db/records/closed-records";
import { buildContext } from "@/lib/market/reference/build-context";
import { type Call, loadState } from "@/lib/v5/call";
import { listSides, toWirePosition } from "@/lib/v5/positions/to-wire-position";
import { optional, pageSize, symbol, text } from "@/lib/v5/wire/fields";
import { toV5Error } from "@/lib/v5/wire/v5-error";

/** Query of `GET /v5/position/list`. With `symbol` there is always a row, in hedge mode two, of a flat symbol as well. */
export const positionsSchema = z.object({
  symbol: optional(symbol),
  baseCoin: optional(text),
  settleCoin: optional(text),
  limit: pageSize({ most: 200, usual: 20 }),
  cursor: optional(text),
});

/** Positions at the current marks. All of them are on one page. */
export async function listPositions(call: Call, input: z.output<typeof positionsSchema>): Promise<object> {
  const [state, realised] = await Promise.all([loadState(call), sumRealised(call.portfolioId)]);
  const held = state.positions.map((position) => position.symbol);
  const isElsewhere = input.settleCoin !== undefined && input.settleCoin !== "USDT";
  const context = await buildContext([...new Set([...(input.symbol ? [input.symbol] : []), ...held])]);
  if (input.symbol !== undefined && !context.instruments.has(input.symbol))
    throw toV5Error("instrument_unknown");
  const open = state.positions.map((position) => ({
    symbol: position.symbol,
    ...nameSide(state, position),
  }));
  const wanted = input.symbol !== undefined ? listSides(state, input.symbol) : isElsewhere ? [] : open;
  const list = wanted.map((of) => toWirePosition(state, of, { context, realised }));
  return { category: "linear", list, nextPageCursor: "" };
}
