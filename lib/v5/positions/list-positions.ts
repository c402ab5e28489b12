import "server-only";
import { z } from "zod";
import { type Money, ZERO } from "@/lib/core/decimal";
import { sumRealised } from "@/lib/db/records/closed-records";
import { buildContext } from "@/lib/market/reference/build-context";
import { type Call, loadState } from "@/lib/v5/call";
import { toWirePosition } from "@/lib/v5/positions/to-wire-position";
import { optional, pageSize, symbol, text } from "@/lib/v5/wire/fields";
import { toV5Error } from "@/lib/v5/wire/v5-error";

/** Query of `GET /v5/position/list`. With `symbol` there is always a row, of a flat symbol as well. */
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
  const symbols = input.symbol !== undefined ? [input.symbol] : isElsewhere ? [] : held;
  const context = await buildContext([...new Set([...symbols, ...held])]);
  if (input.symbol !== undefined && !context.instruments.has(input.symbol))
    throw toV5Error("instrument_unknown");
  const list = symbols.map((of) =>
    toWirePosition(state, of, { context, realised: realised.get(of) ?? (ZERO as Money) }),
  );
  return { category: "linear", list, nextPageCursor: "" };
}
