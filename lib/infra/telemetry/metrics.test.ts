import { expect, it } from "vitest";
import { countRequest, observeOrderMatch, writeMetrics } from "@/lib/infra/telemetry/metrics";

it("writes counters, histograms and gauges under the product's names, and leaves out a gauge without a value", async () => {
  countRequest({ method: "GET", area: "page", status: "200" });
  countRequest({ method: "GET", area: "page", status: "200" });
  observeOrderMatch(0.02);
  observeOrderMatch(30);
  const text = await writeMetrics([
    { name: "feed_age_seconds", help: "Age.", value: 0.4 },
    { name: "db_connections", help: "Pool.", value: 3, labels: { state: 'a"b' } },
    { name: "db_connections", help: "Pool.", value: 5, labels: { state: "idle" } },
    { name: "queue_oldest_seconds", help: "Oldest.", value: null },
  ]);
  const lines = text.split("\n");
  expect(lines).toContain("# TYPE terminal_zero_http_requests_total counter");
  expect(lines).toContain('terminal_zero_http_requests_total{method="GET",area="page",status="200"} 2');
  expect(lines).toContain('terminal_zero_order_match_seconds_bucket{le="0.01"} 0');
  expect(lines).toContain('terminal_zero_order_match_seconds_bucket{le="0.025"} 1');
  expect(lines).toContain('terminal_zero_order_match_seconds_bucket{le="10"} 1');
  expect(lines).toContain('terminal_zero_order_match_seconds_bucket{le="+Inf"} 2');
  expect(lines).toContain("terminal_zero_order_match_seconds_sum 30.02");
  expect(lines).toContain("terminal_zero_feed_age_seconds 0.4");
  expect(lines).toContain('terminal_zero_db_connections{state="a\\"b"} 3');
  expect(lines.filter((line) => line === "# TYPE terminal_zero_db_connections gauge")).toHaveLength(1);
  expect(text).not.toContain("queue_oldest");
});
