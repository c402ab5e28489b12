import { createRequire } from "node:module";
import { startGateway } from "@/lib/gateway/start-gateway";
import { prepareServer } from "@/lib/http/prepare-server";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { log } from "@/lib/infra/telemetry/log";
import { startErrorReports } from "@/lib/infra/telemetry/start-error-reports";

/** `npm run gateway`: the stream in a process of its own, on `PORT` (3100). */
const DEFAULT_PORT = 3_100;

await prepareServer();
// Node does not detect the named exports of this CommonJS package.
startErrorReports(createRequire(import.meta.url)("@sentry/nextjs") as typeof import("@sentry/nextjs"));
const gateway = await startGateway({ port: Number(process.env.PORT ?? DEFAULT_PORT) });
log.info("gateway-listening", { port: gateway.port });
shutdownSignal().addEventListener("abort", () => {
  // The same signal ends the streams; remaining work is aborted by the shutdown's time limit.
  void gateway.close().then(() => process.exit(0));
});
