import "server-only";
import type { z } from "zod";
import type { Command } from "@/lib/core/engine/commands";
import type { changeModesSchema } from "@/lib/schemas/trading/trading";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { respondToTrader } from "@/lib/trading/dto/respond-to-trader";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";

/**
 * Sets one-way or hedge mode of all symbols and the margin mode, both or neither. @throws AppError with the engine's
 * reason, `not_found`
 */
export async function changeModes(
  userId: string,
  portfolioId: string,
  { positionMode, marginMode }: z.output<typeof changeModesSchema>,
): Promise<TradingResponse> {
  const isHedged = positionMode === "hedge";
  const commands: Command[] = [
    ...(marginMode === undefined ? [] : [{ type: "set-margin-mode", marginMode } as const]),
    ...(positionMode === undefined ? [] : [{ type: "set-position-mode", symbol: null, isHedged } as const]),
  ];
  return respondToTrader(await commandPortfolio(portfolioId, commands, [], { ownerId: userId }), null);
}
