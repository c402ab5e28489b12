import { expect, it } from "vitest";
import { countMetric, observeMetric, writeMetrics } from "@/lib/infra/metrics";

it("writes counters, cumulative histograms and gauges as Prometheus reads them", () => {
  countMetric("http_requests_total", { method: "GET", area: "page", status: "200" });
  countMetric("http_requests_total", { method: "GET", area: "page", status: "200" });
  observeMetric("order_match_seconds", 0.02);
  observeMetric("order_match_seconds", 30);
  const text = writeMetrics([
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
  expect(lines).toContain('terminal_zero_db_connections{state="a_b"} 3');
  expect(lines.filter((line) => line === "# TYPE terminal_zero_db_connections gauge")).toHaveLength(1);
  expect(text).not.toContain("queue_oldest");
});
