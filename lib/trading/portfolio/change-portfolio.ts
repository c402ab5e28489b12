import "server-only";
import type { Command } from "@/lib/core/engine/commands";
import { type Market, toVenueMs } from "@/lib/core/engine/context";
import type { CommandResult } from "@/lib/db/portfolio/execute-command";
import { waitForMarket } from "@/lib/market/reference/wait-for-market";
import { commandPortfolio, type Sender } from "@/lib/trading/portfolio/command-portfolio";

/** How long a change waits for the next frame before it is deferred, in ms. */
const WAIT_MS = 500;

/**
 * Sends a change of orders or stops through the command handler, once the price path has been walked up to
 * the request: on a live feed within some 200 ms. The trader may know the venue's prices until then, which
 * must match first. While the path lags by more the change is deferred, and the events include
 * `change-deferred`.
 */
export async function changePortfolio(
  portfolioId: string,
  command: Command | readonly Command[],
  symbols: readonly string[],
  sender: Sender,
): Promise<CommandResult> {
  const askedMs = Date.now();
  const isWalked = (market: Market) => !market.feed || market.feed.walkedMs >= toVenueMs(market, askedMs);
  await Promise.all(symbols.map((symbol) => waitForMarket(symbol, isWalked, WAIT_MS)));
  return commandPortfolio(portfolioId, command, symbols, sender);
}
