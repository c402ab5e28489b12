import type { Command } from "@/lib/core/engine/commands";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { buildContext } from "@/tests/support/trading-fixture";

/** One command that another process sends to many portfolios concurrently, with the market at `price`. */
export type CrashAsk = { portfolioIds: readonly string[]; command: Command; nowMs: number; price: string };
/** "started" with the first decision; then the number of portfolios with events. */
export type CrashResponse = "started" | { booked: number };

process.on("message", async ({ portfolioIds, command, nowMs, price }: CrashAsk) => {
  let hasStarted = false;
  const readMarket = () => {
    if (!hasStarted) process.send?.("started" satisfies CrashResponse);
    hasStarted = true;
    return buildContext({ nowMs, price });
  };
  const results = await Promise.all(portfolioIds.map((id) => executeCommand(id, command, readMarket)));
  const booked = results.filter(({ events }) => events.length > 0).length;
  process.send?.({ booked } satisfies CrashResponse);
});
