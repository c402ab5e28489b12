import { pointAtDatabase } from "@/bench/execute/bench-database";
import { listCommands, openBenchPortfolio, readContext } from "@/bench/execute/workload";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";

/** The request to the process that runs the command handler on a slow connection, and its duration. */
export type HotAsk = { url: string; callers: number; orders: number };
export type HotResponse = { portfolioId: string; elapsedMs: number };

/** Runs in a separate process, since a process has one database URL. */
process.once("message", async ({ url, callers, orders }: HotAsk) => {
  pointAtDatabase(url);
  const portfolioId = await openBenchPortfolio();
  await Promise.all(Array.from({ length: callers }, () => getDb().$queryRaw`SELECT 1`));
  process.send?.("ready");
  await new Promise((resolve) => process.once("message", resolve));
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (const command of listCommands(orders)) {
        const result = await executeCommand(portfolioId, command, readContext);
        if (!result.ok) throw new Error(result.reason);
      }
    }),
  );
  process.send?.({ portfolioId, elapsedMs: performance.now() - startedMs } satisfies HotResponse);
});
