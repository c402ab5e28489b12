import { setTimeout } from "node:timers/promises";
import { LaunchError } from "@/ops/launch-error";
import { type Guarded, startGuarded } from "@/scripts/process/start-guarded";

const POLL_MS = 50;

type ServeOptions = { port: number; env: Record<string, string>; onLine?: (line: string) => void };

/** Serves the built product (`start`) or the sources (`dev`). Resolves and throws as `serveUntilReady`. */
export function serveProduct({
  mode,
  ...options
}: ServeOptions & { mode: "start" | "dev" }): Promise<Guarded> {
  const NODE_ENV = mode === "start" ? "production" : "development";
  return serveUntilReady("server", ["node_modules/next/dist/bin/next", mode], {
    ...options,
    env: { ...options.env, NODE_ENV, NEXT_TELEMETRY_DISABLED: "1" },
    // A path without the middleware, whose first Redis call would have to wait for all routes to be loaded.
    path: "/api/health",
  });
}

/** Serves `/v5` with its sockets from a gateway process. Resolves and throws as `serveUntilReady`. */
export function serveGateway(options: ServeOptions): Promise<Guarded> {
  return serveUntilReady("gateway", ["--conditions=react-server", "--import", "tsx", "lib/gateway/main.ts"], {
    ...options,
    env: { ...options.env, NODE_ENV: "production" },
    path: "/v5/market/time",
  });
}

/** Resolves when the server responds, however long that takes. @throws LaunchError with its last lines when it ends. */
async function serveUntilReady(
  name: string,
  args: string[],
  { port, path, env, onLine }: ServeOptions & { path: string },
): Promise<Guarded> {
  const server = startGuarded(process.execPath, args, {
    env: { ...process.env, ...env, PORT: String(port) },
    onLine,
  });
  while (server.isRunning()) {
    if (await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)) return server;
    await setTimeout(POLL_MS);
  }
  throw new LaunchError(`The ${name} did not start:\n${server.lastLines().slice(-15).join("\n")}`);
}
