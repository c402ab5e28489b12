import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { log } from "@/lib/infra/telemetry/log";

/**
 * Timeout in ms: a successor is warm within a few seconds, and the process is killed nine seconds after the
 * signal.
 */
const TIMEOUT_MS = 6_000;

/**
 * Aborted when this run of the feed must stop: a few seconds after its process received the termination
 * signal. In between, another server of the deployment is requested to start a run, which acquires the lease
 * while this one still leads.
 */
export function createHandOverSignal(): AbortSignal {
  const stop = new AbortController();
  const handOver = () => {
    void callSuccessor().finally(() => stop.abort());
  };
  if (shutdownSignal().aborted) stop.abort();
  else shutdownSignal().addEventListener("abort", handOver, { once: true });
  return stop.signal;
}

/** Resolves when the successor has had its time, or immediately when no successor is configured. */
async function callSuccessor(): Promise<void> {
  const { APP_URL, CRON_SECRET } = getEnv();
  try {
    const response = await fetch(new URL("/api/cron/market", APP_URL), {
      headers: { authorization: `Bearer ${CRON_SECRET}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    log.info("feed-successor-answered", { status: response.status });
  } catch (error) {
    // The request of a continuing run times out: it leads by then.
    log.info("feed-handed-over", { reason: error instanceof Error ? error.name : "unknown" });
  }
}
