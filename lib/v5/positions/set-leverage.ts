import "server-only";
import { z } from "zod";
import { parseDecimal } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { type Call, loadState } from "@/lib/v5/call";
import { change } from "@/lib/v5/orders/cancel-order";
import { decimal, symbol } from "@/lib/v5/wire/fields";
import { badParameter, V5Error } from "@/lib/v5/wire/v5-error";

/** Fields of `POST /v5/position/set-leverage`. */
export const setLeverageSchema = z.object({ symbol, buyLeverage: decimal, sellLeverage: decimal });

/**
 * Sets the leverage of a symbol; in hedge mode with isolated margin its sides may have one each.
 *
 * @throws V5Error 110043 when it is in force already, 10001 for two leverages where there is one
 */
export async function setLeverage(call: Call, input: z.output<typeof setLeverageSchema>): Promise<object> {
  const result = await change(call, await buildCommands(call, input), input.symbol);
  if (result.events.length === 0) throw new V5Error(110043, "leverage not modified");
  return {};
}

async function buildCommands(call: Call, input: z.output<typeof setLeverageSchema>): Promise<Command[]> {
  const [long, short] = [parseDecimal(input.buyLeverage), parseDecimal(input.sellLeverage)];
  const head = { type: "set-leverage", symbol: input.symbol } as const;
  if (long === short) return [{ ...head, leverage: long }];
  const state = await loadState(call);
  if (!isHedged(state, input.symbol) || state.marginMode !== "isolated")
    throw badParameter("buyLeverage must equal sellLeverage in one-way mode and in cross margin");
  return [
    { ...head, side: "long", leverage: long },
    { ...head, side: "short", leverage: short },
  ];
}
