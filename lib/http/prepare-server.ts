import "server-only";
import { getErrorStore } from "@/lib/http/error-store";
import { meterRequests } from "@/lib/http/limits/meter-requests";
import { recordSocketIp } from "@/lib/http/limits/record-socket-ip";
import { recordNodeResponses } from "@/lib/http/node-responses";
import { assertEnv } from "@/lib/infra/env/assert-env";
import { getEnv } from "@/lib/infra/env/env";
import { listenForShutdown } from "@/lib/infra/shutdown";
import { warmUp } from "@/lib/market/venue/warm-up";

/** Preparation of every server process (Next's and the gateway) before its first request. */
export async function prepareServer(): Promise<void> {
  assertEnv();
  listenForShutdown();
  recordSocketIp();
  recordNodeResponses();
  meterRequests();
  if (getEnv().OTEL_EXPORTER_OTLP_ENDPOINT)
    (await import("@/lib/infra/telemetry/start-tracing")).startTracing();
  getErrorStore();
  warmUp();
}
