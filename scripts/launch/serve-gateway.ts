import { LaunchError } from "@/ops/launch-error";
import { findFreePort, isPortFree } from "@/scripts/launch/find-free-port";
import { type Guarded, startGuarded } from "@/scripts/launch/start-guarded";

const POLL_MS = 100;

/**
 * Serves `/v5` with its sockets from a gateway process, and resolves when it responds.
 *
 * @param options.port used when it is free, else a free one is chosen
 * @throws LaunchError with the gateway's last lines when it ends
 */
export async function serveGateway(options: {
  port: number;
  env: Record<string, string>;
  onLine?: (line: string) => void;
}): Promise<Guarded & { port: number }> {
  const { env, onLine } = options;
  const port = (await isPortFree(options.port)) ? options.port : await findFreePort();
  const gateway = startGuarded(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "lib/gateway/main.ts"],
    { env: { ...process.env, ...env, NODE_ENV: "production", PORT: String(port) }, onLine },
  );
  while (gateway.isRunning()) {
    const response = await fetch(`http://127.0.0.1:${port}/v5/market/time`).catch(() => null);
    if (response) return { ...gateway, port };
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new LaunchError(`The gateway did not start:\n${gateway.lastLines().slice(-15).join("\n")}`);
}
