import { currentClose } from "@/lib/lab/candles/candle-store";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { callHook } from "@/lib/lab/run/call-hook";
import { createSimulation, type RunInput } from "@/lib/lab/run/create-simulation";
import type { Route, Simulation } from "@/lib/lab/run/simulation";

/** The close of each bar of the first route, and what its strategy wanted there: 1 long, -1 short, else 0. */
export type EntrySignals = { closes: number[]; signals: number[] };

/**
 * Asks the strategy at each bar whether it would enter, and never trades: the entry rule by itself. `onMinute`
 * is called after each minute.
 */
export function collectSignals(input: RunInput, onMinute: (simulation: Simulation) => void): EntrySignals {
  const simulation = createSimulation(input);
  const collected: EntrySignals = { closes: [], signals: [] };
  while (simulation.done < simulation.minutes) {
    simulation.context.nowMs += MINUTE_MS;
    for (const feed of simulation.feeds) feed.store.revealed += 1;
    for (const route of simulation.routes) {
      if ((simulation.done + 1) % route.minutes !== 0) continue;
      const signal = askStrategy(simulation, route);
      if (route.index > 0) continue;
      collected.closes.push(currentClose(route.feed.store));
      collected.signals.push(signal);
    }
    simulation.done += 1;
    onMinute(simulation);
  }
  return collected;
}

function askStrategy(simulation: Simulation, route: Route): number {
  const { strategy } = route;
  callHook(simulation, route, "before", () => strategy.before());
  const isLong = callHook(simulation, route, "shouldLong", () => strategy.shouldLong());
  const isShort = callHook(simulation, route, "shouldShort", () => strategy.shouldShort());
  callHook(simulation, route, "after", () => strategy.after());
  route.bars += 1;
  if (isLong) return 1;
  return isShort ? -1 : 0;
}
