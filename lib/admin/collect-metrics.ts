import "server-only";
import { readQueueFigures } from "@/lib/db/admin/queue-figures";
import { getPool } from "@/lib/db/client";
import { type GaugeSample, writeMetrics } from "@/lib/infra/telemetry/metrics";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { checkHealth } from "@/lib/market/reference/check-health";

/** This process's counters and the state of feed, queue, database and Redis, in Prometheus's format. */
export async function collectMetrics(): Promise<string> {
  const [{ feed, database, redis }, queue] = await Promise.all([
    checkHealth(),
    readQueueFigures().catch((error) => {
      reportError("queue-figures-unknown", error);
      return null;
    }),
  ]);
  const pool = getPool();
  const memory = process.memoryUsage();
  const asked = [
    ["database", database],
    ["redis", redis],
  ] as const;
  const gauges: GaugeSample[] = [
    { name: "feed_age_seconds", help: "Age of the newest price.", value: inSeconds(feed.ageMs) },
    { name: "feed_messages", help: "Venue messages that the feed's leader used.", value: feed.messages },
    { name: "feed_dropped", help: "Venue messages that the feed's leader dropped.", value: feed.dropped },
    { name: "streams", help: "Browsers on this process's streams.", value: feed.viewers },
    {
      name: "queue_depth",
      help: "Market orders that wait for their execution.",
      value: queue?.depth ?? null,
    },
    { name: "queue_oldest_seconds", help: "Age of the oldest of them.", value: inSeconds(queue?.oldestMs) },
    ...asked.map(
      ([part, response]): GaugeSample => ({
        name: "up",
        help: "Whether a part answers.",
        value: response.ok ? 1 : 0,
        labels: { part },
      }),
    ),
    ...asked.map(
      ([part, response]): GaugeSample => ({
        name: "ping_seconds",
        help: "How long a part took to answer.",
        value: response.ok ? response.latencyMs / 1_000 : null,
        labels: { part },
      }),
    ),
    ...Object.entries({ all: pool.totalCount, idle: pool.idleCount, waited_for: pool.waitingCount }).map(
      ([state, value]): GaugeSample => ({
        name: "db_connections",
        help: "Connections to the database of this process, and callers that wait for one.",
        value,
        labels: { state },
      }),
    ),
    {
      name: "memory_bytes",
      help: "Memory of this process.",
      value: memory.rss,
      labels: { kind: "resident" },
    },
    {
      name: "memory_bytes",
      help: "Memory of this process.",
      value: memory.heapUsed,
      labels: { kind: "heap" },
    },
    { name: "uptime_seconds", help: "Since this process started.", value: Math.round(process.uptime()) },
  ];
  return writeMetrics(gauges);
}

function inSeconds(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : ms / 1_000;
}
