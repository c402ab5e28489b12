/** Runs once when a server process starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { assertEnv } = await import("@/lib/infra/assert-env");
    assertEnv();
    const { listenForShutdown } = await import("@/lib/infra/shutdown");
    listenForShutdown();
    const { stampClientAddress } = await import("@/lib/http/stamp-client-address");
    stampClientAddress();
  }
}
