import "server-only";
import { meterRequests } from "@/lib/http/meter-requests";
import { noteSocketIp } from "@/lib/http/note-socket-ip";
import { noteStreamSockets } from "@/lib/http/stream/stream-sockets";
import { assertEnv } from "@/lib/infra/assert-env";
import { getEnv } from "@/lib/infra/env";
import { listenForShutdown } from "@/lib/infra/shutdown";
import { warmUp } from "@/lib/market/warm-up";

/** What every server process of the product does before its first request, Next's and the gateway. */
export async function prepareServer(): Promise<void> {
  assertEnv();
  listenForShutdown();
  noteSocketIp();
  noteStreamSockets();
  meterRequests();
  if (getEnv().OTEL_EXPORTER_OTLP_ENDPOINT) (await import("@/lib/infra/start-tracing")).startTracing();
  warmUp();
}
