import { LaunchError } from "@/ops/launch-error";
import { type Guarded, startGuarded } from "@/scripts/launch/start-guarded";

const POLL_MS = 50;

/**
 * Serves the built product (`start`) or the sources (`dev`) on a port, and resolves when it responds, however
 * long that takes.
 *
 * @throws LaunchError with the server's last lines when it ends
 */
export async function serveProduct(options: {
  mode: "start" | "dev";
  port: number;
  env: Record<string, string>;
  onLine?: (line: string) => void;
}): Promise<Guarded> {
  const { mode, port, env, onLine } = options;
  const server = startGuarded(
    process.execPath,
    ["node_modules/next/dist/bin/next", mode, "-p", String(port)],
    {
      env: {
        ...process.env,
        ...env,
        NODE_ENV: mode === "start" ? "production" : "development",
        NEXT_TELEMETRY_DISABLED: "1",
      },
      onLine,
    },
  );
  while (server.isRunning()) {
    // A path without the middleware, whose first Redis call would have to wait for all routes to be loaded.
    const response = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
    if (response) return server;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new LaunchError(`The server did not start:\n${server.lastLines().slice(-15).join("\n")}`);
}
