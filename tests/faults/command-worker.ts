import type { Command } from "@/lib/core/engine/commands";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { buildContext } from "@/tests/support/trading-fixture";

/**
 * Commands that another process sends through the command handler concurrently. `hangs`: it never gets its
 * market data.
 */
export type WorkerAsk = { portfolioId: string; commands: readonly Command[]; nowMs: number; hangs?: boolean };
/** "deciding" once the state was read; then, for each command, whether it was executed. */
export type WorkerResponse = "deciding" | { done: number; rejected: number };

process.on("message", async ({ portfolioId, commands, nowMs, hangs }: WorkerAsk) => {
  const readMarket = async () => {
    process.send?.("deciding" satisfies WorkerResponse);
    if (hangs) await new Promise(() => {});
    return buildContext({ nowMs });
  };
  const results = await Promise.all(
    commands.map((command) => executeCommand(portfolioId, command, readMarket)),
  );
  const done = results.filter((result) => result.ok && !result.isReplayed).length;
  const rejected = results.filter((result) => !result.ok).length;
  process.send?.({ done, rejected } satisfies WorkerResponse);
});
