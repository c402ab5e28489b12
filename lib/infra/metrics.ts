import "server-only";
import { getProcessSingleton } from "@/lib/infra/process-singleton";

type Labels = Record<string, string>;
type Histogram = { counts: number[]; sum: number; count: number };
type Family = { help: string; counters: Map<string, number>; histograms: Map<string, Histogram> };

/** Upper bounds of a histogram, in seconds. */
const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What is counted in this process, by name. Every name begins with `terminal_zero_`. */
const HELP = {
  http_requests_total: "Answered requests by method, area of the site and status.",
  http_request_seconds: "Time from a request to the end of its answer, streams left out.",
  order_match_seconds: "Time from the acceptance of a market order to its fill.",
} as const;
export type MetricName = keyof typeof HELP;

/** A figure of the moment, for the same page. */
export type Gauge = { name: string; help: string; value: number | null; labels?: Labels };

/** Counts one more. Labels must have few values: each of them is a line. */
export function countMetric(name: MetricName, labels: Labels): void {
  const { counters } = familyOf(name);
  const key = writeLabels(labels);
  counters.set(key, (counters.get(key) ?? 0) + 1);
}

/** Adds a duration in seconds to its histogram. */
export function observeMetric(name: MetricName, seconds: number, labels: Labels = {}): void {
  const { histograms } = familyOf(name);
  const key = writeLabels(labels);
  const histogram = histograms.get(key) ?? { counts: BUCKETS_S.map(() => 0), sum: 0, count: 0 };
  histograms.set(key, histogram);
  histogram.sum += seconds;
  histogram.count += 1;
  BUCKETS_S.forEach((bound, index) => {
    if (seconds <= bound) histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
  });
}

/** Everything as Prometheus reads it. A gauge without a value is left out. */
export function writeMetrics(gauges: readonly Gauge[]): string {
  const lines: string[] = [];
  for (const [name, { help, counters, histograms }] of families()) {
    const full = `terminal_zero_${name}`;
    lines.push(`# HELP ${full} ${help}`, `# TYPE ${full} ${histograms.size > 0 ? "histogram" : "counter"}`);
    for (const [labels, value] of counters) lines.push(`${full}${wrap(labels)} ${value}`);
    for (const [labels, histogram] of histograms) lines.push(...writeHistogram(full, labels, histogram));
  }
  const known = gauges.filter(({ value }) => value !== null);
  for (const [index, { name, help, value, labels = {} }] of known.entries()) {
    const full = `terminal_zero_${name}`;
    if (known[index - 1]?.name !== name) lines.push(`# HELP ${full} ${help}`, `# TYPE ${full} gauge`);
    lines.push(`${full}${wrap(writeLabels(labels))} ${value}`);
  }
  return `${lines.join("\n")}\n`;
}

function writeHistogram(full: string, labels: string, { counts, sum, count }: Histogram): string[] {
  const bucket = (bound: string, value: number) =>
    `${full}_bucket${wrap([labels, `le="${bound}"`].filter(Boolean).join())} ${value}`;
  return [
    ...BUCKETS_S.map((bound, index) => bucket(String(bound), counts[index] ?? 0)),
    bucket("+Inf", count),
    `${full}_sum${wrap(labels)} ${sum}`,
    `${full}_count${wrap(labels)} ${count}`,
  ];
}

function families(): Map<MetricName, Family> {
  return getProcessSingleton("metrics", () => new Map<MetricName, Family>());
}

function familyOf(name: MetricName): Family {
  const known = families().get(name);
  if (known) return known;
  const family: Family = { help: HELP[name], counters: new Map(), histograms: new Map() };
  families().set(name, family);
  return family;
}

function writeLabels(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, "_")}"`)
    .join();
}

function wrap(labels: string): string {
  return labels === "" ? "" : `{${labels}}`;
}
