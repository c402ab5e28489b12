import "server-only";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

type Labels = Record<string, string>;

/** A current value: one line for each combination of its labels. A null value is left out. */
export type GaugeSample = { name: string; help: string; value: number | null; labels?: Labels };

/** Prefix of every metric's name. */
const PREFIX = "terminal_zero_";

/** Upper bounds of a histogram, in seconds. */
const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts one request. Labels must have few values: each combination is a line. */
export function countRequest(labels: { method: string; area: string; status: string }): void {
  getInstruments().requests.inc(labels);
}

/** Adds the duration of a request, in seconds. */
export function observeRequest(seconds: number, labels: { area: string }): void {
  getInstruments().requestSeconds.observe(labels, seconds);
}

/** Adds the time from the acceptance of a market order to its fill, in seconds. */
export function observeOrderMatch(seconds: number): void {
  getInstruments().orderMatchSeconds.observe(seconds);
}

/** This process's counters and these gauges, in Prometheus's text format. */
export async function writeMetrics(samples: readonly GaugeSample[]): Promise<string> {
  const { registry } = getInstruments();
  return Registry.merge([registry, createGauges(samples)]).metrics();
}

/**
 * One registry for the process: each of Next's bundles has its own copy of this module and of prom-client's
 * global registry.
 */
function getInstruments() {
  return getProcessSingleton("metrics", createInstruments);
}

function createInstruments() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: `${PREFIX}http_requests_total`,
      help: "Requests by method, area of the site and status of the response.",
      labelNames: ["method", "area", "status"],
      registers,
    }),
    requestSeconds: new Histogram({
      name: `${PREFIX}http_request_seconds`,
      help: "Time from a request to the end of its response, streams excluded.",
      labelNames: ["area"],
      buckets: BUCKETS_S,
      registers,
    }),
    orderMatchSeconds: new Histogram({
      name: `${PREFIX}order_match_seconds`,
      help: "Time from the acceptance of a market order to its fill.",
      buckets: BUCKETS_S,
      registers,
    }),
  };
}

/**
 * A registry for one scrape: a gauge that can't be read now must not keep the value of the previous scrape.
 */
function createGauges(samples: readonly GaugeSample[]): Registry {
  const registry = new Registry();
  for (const { name, help, value, labels = {} } of samples) {
    if (value === null) continue;
    const full = `${PREFIX}${name}`;
    const known = registry.getSingleMetric(full);
    const gauge =
      known instanceof Gauge
        ? known
        : new Gauge({ name: full, help, labelNames: Object.keys(labels), registers: [registry] });
    gauge.set(labels, value);
  }
  return registry;
}
