/**
 * The worker that runs a strategy: bundled to one text, which the sandboxed frame joins with the strategy's.
 * After `lockDown` nothing but this closure can post to the page.
 */
import { sha256 as hashBytes } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Sha256 } from "@/lib/core/proof/merkle";
import { LabError } from "@/lib/lab/lab-error";
import { advanceMinute } from "@/lib/lab/run/advance-minute";
import { createSimulation, type RunInput } from "@/lib/lab/run/create-simulation";
import { describeRun } from "@/lib/lab/run/describe-run";
import { finishSimulation } from "@/lib/lab/run/finish-simulation";
import type { Simulation } from "@/lib/lab/run/simulation";
import { collectStrategies, type StrategyModule } from "@/lib/lab/strategy/collect-strategies";
import { lockDown } from "@/lib/lab/worker/lock-down";
import { replaceChance } from "@/lib/lab/worker/replace-chance";
import type { WorkerReport, WorkerRequest } from "@/lib/lab/worker/worker-message";

declare const self: typeof globalThis & {
  postMessage: (report: WorkerReport) => void;
  labModule?: StrategyModule;
};

/** Longest time between two reports: silence longer than a second is a stuck hook. */
const REPORT_MS = 80;
const CHECK_MINUTES = 64;

const post = self.postMessage.bind(self);
const clock = performance.now.bind(performance);
const listen = self.addEventListener.bind(self);
let current: Simulation | null = null;

/** The sandbox has no `crypto.subtle`: its origin counts as insecure. */
const sha256: Sha256 = (text) => bytesToHex(hashBytes(utf8ToBytes(text)));

async function run(request: WorkerRequest): Promise<void> {
  try {
    if (self.labModule === undefined) throw new LabError("The strategy can't be read.");
    const strategies = collectStrategies(self.labModule);
    const { config, fromMs, toMs } = request;
    post({
      type: "loaded",
      strategies: strategies.map(({ name, hyperparameters, data }) => ({
        name,
        hyperparameters: [...(hyperparameters ?? [])],
        data: data ?? [],
      })),
    });
    const simulation = advanceAll({
      config,
      strategies,
      candles: new Map(request.candles),
      fromMs,
      toMs,
      tracksEquity: true,
    });
    const result = await describeRun(simulation, { inputs: [JSON.stringify(config)], sha256 });
    post({ type: "result", result });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    post({
      type: "fault",
      message: message.slice(0, 2_000),
      place: error instanceof LabError ? error.where : null,
    });
  }
}

function advanceAll(input: RunInput) {
  const simulation = createSimulation(input);
  current = simulation;
  const { minutes } = simulation;
  let toldMs = clock();
  post({ type: "progress", done: 0, minutes, atMs: simulation.context.nowMs });
  while (simulation.done < minutes) {
    advanceMinute(simulation);
    if (simulation.done % CHECK_MINUTES !== 0 || clock() - toldMs < REPORT_MS) continue;
    toldMs = clock();
    post({ type: "progress", done: simulation.done, minutes, atMs: simulation.context.nowMs });
  }
  finishSimulation(simulation);
  post({ type: "progress", done: minutes, minutes, atMs: simulation.context.nowMs });
  return simulation;
}

listen("message", (event) => {
  const { data } = event as MessageEvent<WorkerRequest>;
  replaceChance(self, { seed: data.seed, now: () => current?.context.nowMs ?? data.fromMs });
  void run(data);
});
lockDown(self);
