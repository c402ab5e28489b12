import { createShutdown, type Shutdown } from "@/scripts/process/shutdown";

/**
 * Runs a script to its end and exits with the code that it resolves with, 0 without one. An error is printed as one
 * sentence and exits with 1.
 */
export async function runScript(script: (shutdown: Shutdown) => Promise<number | undefined>): Promise<never> {
  const shutdown = createShutdown();
  try {
    return await shutdown.exit((await script(shutdown)) ?? 0);
  } catch (error) {
    if (!shutdown.isStopping()) console.error(`\n✗ ${error instanceof Error ? error.message : error}`);
    return shutdown.exit(1);
  }
}
