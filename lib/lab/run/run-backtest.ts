import { advanceMinute } from "@/lib/lab/run/advance-minute";
import { createSimulation, type RunInput } from "@/lib/lab/run/create-simulation";
import { finishSimulation } from "@/lib/lab/run/finish-simulation";
import type { Simulation } from "@/lib/lab/run/simulation";

/** How often progress is reported, in minutes of the run. */
const PROGRESS_MINUTES = 2_048;

/**
 * Runs strategies over recorded candles, minute by minute, with jesse's results. @throws LabError for invalid
 * input and for a strategy that fails, naming bar and hook
 */
export function runBacktest(input: RunInput, onProgress?: (simulation: Simulation) => void): Simulation {
  const simulation = createSimulation(input);
  while (simulation.done < simulation.minutes) {
    advanceMinute(simulation);
    if (onProgress !== undefined && simulation.done % PROGRESS_MINUTES === 0) onProgress(simulation);
  }
  finishSimulation(simulation);
  return simulation;
}
