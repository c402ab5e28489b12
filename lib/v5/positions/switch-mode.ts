import "server-only";
import { z } from "zod";
import type { Call } from "@/lib/v5/call";
import { optional, symbol, text, whole } from "@/lib/v5/wire/fields";
import { V5Error } from "@/lib/v5/wire/v5-error";

/** Fields of `POST /v5/position/switch-mode`: 0 one-way, 3 hedge. */
export const switchModeSchema = z.object({ symbol: optional(symbol), coin: optional(text), mode: whole });

/** Positions are one-way. @throws V5Error 110029 for hedge mode; 110025 for one symbol, which is one-way already */
export async function switchMode(_call: Call, input: z.output<typeof switchModeSchema>): Promise<object> {
  if (input.mode !== 0) throw new V5Error(110029, "Hedge mode is not supported here.");
  if (input.symbol !== undefined) throw new V5Error(110025, "Position mode is not modified");
  return {};
}
