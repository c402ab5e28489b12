import "server-only";
import { meterRequests } from "@/lib/http/limits/meter-requests";
import { noteSocketIp } from "@/lib/http/limits/note-socket-ip";
import { noteStreamSockets } from "@/lib/http/stream/stream-sockets";
import { assertEnv } from "@/lib/infra/env/assert-env";
import { getEnv } from "@/lib/infra/env/env";
import { listenForShutdown } from "@/lib/infra/shutdown";
import { warmUp } from "@/lib/market/venue/warm-up";

/** What every server process of the product does before its first request, Next's and the gateway. */
export async function prepareServer(): Promise<void> {
  assertEnv();
  listenForShutdown();
  noteSocketIp();
  noteStreamSockets();
  meterRequests();
  if (getEnv().OTEL_EXPORTER_OTLP_ENDPOINT) (await import("@/lib/infra/telemetry/start-tracing")).startTracing();
  warmUp();
}
