import "server-only";
import { z } from "zod";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { type Call, senderOf } from "@/lib/v5/call";
import { optional, symbol, text, whole } from "@/lib/v5/wire/fields";
import { badParameter, toV5Error, V5Error } from "@/lib/v5/wire/v5-error";

/** Fields of `POST /v5/position/switch-mode`: 0 one-way, 3 hedge; of one symbol, or of all that a coin settles. */
export const switchModeSchema = z.object({ symbol: optional(symbol), coin: optional(text), mode: whole });

/**
 * Sets one-way or hedge mode. @throws V5Error 110024 while a position and 110028 while an order is open, 110029 where
 * hedge mode is not allowed, 110025 where one symbol has this mode already; of all symbols that is a success
 */
export async function switchMode(call: Call, input: z.output<typeof switchModeSchema>): Promise<object> {
  const { symbol: of, coin, mode } = input;
  if (mode !== 0 && mode !== 3) throw badParameter("mode must be 0 or 3");
  if (of === undefined && coin === undefined) throw badParameter("symbol or coin is required");
  if (of === undefined && coin !== "USDT") throw badParameter("coin must be USDT");
  const command = { type: "set-position-mode", symbol: of ?? null, isHedged: mode === 3 } as const;
  const symbols = of === undefined ? [] : [of];
  const result = await commandPortfolio(call.portfolioId, command, symbols, senderOf(call));
  if (!result.ok) throw toV5Error(result.reason);
  if (of !== undefined && result.events.length === 0)
    throw new V5Error(110025, "Position mode is not modified");
  return {};
}
