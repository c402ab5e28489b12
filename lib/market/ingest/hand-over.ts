import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { log } from "@/lib/infra/telemetry/log";

/** A successor is warm within a few seconds; the process may live for nine. */
const TIMEOUT_MS = 6_000;

/**
 * Aborted when this run of the feed must stop: some seconds after its process was told to end. In between another
 * server of the deployment is asked to start a run, which takes the lease over while this one still leads.
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

/** Resolves when the successor has had its time, or at once when there is nobody to succeed. */
async function callSuccessor(): Promise<void> {
  const { APP_URL, CRON_SECRET } = getEnv();
  try {
    const answer = await fetch(new URL("/api/cron/market", APP_URL), {
      headers: { authorization: `Bearer ${CRON_SECRET}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    log.info("feed-successor-answered", { status: answer.status });
  } catch (error) {
    // A run that goes on is cut off by the time limit: it leads by now.
    log.info("feed-handed-over", { reason: error instanceof Error ? error.name : "unknown" });
  }
}
