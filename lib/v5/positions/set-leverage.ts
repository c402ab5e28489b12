import "server-only";
import { z } from "zod";
import { parseDecimal } from "@/lib/core/decimal";
import type { Call } from "@/lib/v5/call";
import { change } from "@/lib/v5/orders/cancel-order";
import { decimal, symbol } from "@/lib/v5/wire/fields";
import { badParameter, V5Error } from "@/lib/v5/wire/v5-error";

/** Fields of `POST /v5/position/set-leverage`. */
export const setLeverageSchema = z.object({ symbol, buyLeverage: decimal, sellLeverage: decimal });

/** Sets the leverage of a symbol. @throws V5Error 110043 when it is the one in force */
export async function setLeverage(call: Call, input: z.output<typeof setLeverageSchema>): Promise<object> {
  const leverage = parseDecimal(input.buyLeverage);
  if (leverage !== parseDecimal(input.sellLeverage))
    throw badParameter("buyLeverage must equal sellLeverage");
  const result = await change(call, { type: "set-leverage", symbol: input.symbol, leverage }, input.symbol);
  if (result.events.length === 0) throw new V5Error(110043, "leverage not modified");
  return {};
}
