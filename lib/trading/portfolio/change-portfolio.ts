import "server-only";
import type { Command } from "@/lib/core/engine/commands";
import { isWalkedTo, toVenueMs } from "@/lib/core/engine/context";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import type { CommandResult } from "@/lib/db/portfolio/run-command";
import { waitForMarket } from "@/lib/market/reference/wait-for-market";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";

/** How long a change waits for the next frame before it is deferred, in ms. */
const WAIT_MS = 500;

/**
 * Sends a change of orders or stops through the command handler. On a live feed it is effective immediately;
 * while the price path lags it is deferred, and the events include `change-deferred`.
 */
export async function changePortfolio(
  portfolioId: string,
  command: Command | readonly Command[],
  symbols: readonly string[],
  options: { ownerId: string },
): Promise<CommandResult> {
  await Promise.all(
    symbols.map((symbol) =>
      waitForMarket(
        symbol,
        (market) => isWalkedTo({ rules: BYBIT }, market, toVenueMs(market, Date.now())),
        WAIT_MS,
      ),
    ),
  );
  return commandPortfolio(portfolioId, command, symbols, options);
}
