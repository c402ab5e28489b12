import { LabError } from "@/lib/lab/lab-error";
import { readReason } from "@/lib/lab/read-reason";
import type { Route, Simulation } from "@/lib/lab/run/simulation";

/** Runs code of a strategy, or what follows from it. @throws LabError that names the bar and the hook */
export function callHook<T>(simulation: Simulation, route: Route, hook: string, call: () => T): T {
  try {
    const result = call();
    if (result instanceof Promise) throw new LabError("A hook can't be asynchronous.");
    return result;
  } catch (error) {
    if (error instanceof LabError && error.where !== null) throw error;
    const { symbol, timeframe } = route.config;
    const atMs = simulation.context.nowMs;
    const reason = readReason(error);
    const when = new Date(atMs).toISOString().slice(0, 16).replace("T", " ");
    const fault = new LabError(`${hook} of ${symbol} ${timeframe} at ${when}: ${reason}`, {
      symbol,
      timeframe,
      hook,
      atMs,
    });
    fault.cause = error;
    throw fault;
  }
}
