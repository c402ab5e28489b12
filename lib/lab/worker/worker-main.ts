/**
 * The worker that runs a strategy: bundled to one text, which the sandboxed frame joins with the strategy's.
 * After `lockDown` nothing but this closure can post to the page.
 */
import { sha256 as hashBytes } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Sha256 } from "@/lib/core/proof/merkle";
import { addCandles } from "@/lib/lab/candles/add-candles";
import { type CandleColumns, type CandleRow, extendColumns } from "@/lib/lab/candles/candle-columns";
import { checkRun } from "@/lib/lab/checks/check-run";
import { LabError } from "@/lib/lab/lab-error";
import { addMinute, startLive } from "@/lib/lab/live/live-run";
import type { TrialValues } from "@/lib/lab/optimise/choose-trials";
import { type TrialResult, toTrialResult } from "@/lib/lab/optimise/trial-result";
import { readReason } from "@/lib/lab/read-reason";
import { advanceMinute } from "@/lib/lab/run/advance-minute";
import { compareProfiles } from "@/lib/lab/run/compare-profiles";
import { createSimulation, type RunInput, type StrategyClass } from "@/lib/lab/run/create-simulation";
import { finishSimulation } from "@/lib/lab/run/finish-simulation";
import { listBars } from "@/lib/lab/run/report/list-bars";
import { toRunResult } from "@/lib/lab/run/report/to-run-result";
import type { Simulation } from "@/lib/lab/run/simulation";
import { createRandom } from "@/lib/lab/seeded-random";
import { collectStrategies, type StrategyModule } from "@/lib/lab/strategy/collect-strategies";
import { listParameters } from "@/lib/lab/strategy/list-parameters";
import { lockDown } from "@/lib/lab/worker/lock-down";
import { replaceChance } from "@/lib/lab/worker/replace-chance";
import type {
  TaskResult,
  WorkerMessage,
  WorkerReport,
  WorkerRequest,
  WorkerTask,
} from "@/lib/lab/worker/worker-message";

declare const self: typeof globalThis & {
  postMessage: (report: WorkerReport) => void;
  importScripts: (url: string) => void;
  labModule?: StrategyModule;
};

/** Longest time between two reports: silence longer than a second is a stuck hook. */
const REPORT_MS = 80;
const CHECK_MINUTES = 64;
/** What the page has to show of a text that is not ours. */
const LONGEST_NAME = 100;

const post = self.postMessage.bind(self);
const clock = performance.now.bind(performance);
const listen = self.addEventListener.bind(self);
/** Hidden from the strategy like everything else that could load a text. */
const load = self.importScripts.bind(self);
/** Candles that came before the run needed them, and what it waits with for more. */
const arrived: CandleColumns[] = [];
let wake: (() => void) | null = null;
let current: Simulation | null = null;
let live: Simulation | null = null;
let postedMs = 0;
let seed = 0;

/** The sandbox has no `crypto.subtle`: its origin counts as insecure. */
const sha256: Sha256 = (text) => bytesToHex(hashBytes(utf8ToBytes(text)));

async function work(request: WorkerRequest, url: string): Promise<void> {
  try {
    load(url);
    if (self.labModule === undefined) throw new LabError("The strategy can't be read.");
    const strategies = collectStrategies(self.labModule);
    post({
      type: "loaded",
      strategies: strategies.map((Class) => ({
        name: String(Class.name).slice(0, LONGEST_NAME),
        hyperparameters: listParameters(Class),
      })),
    });
    const { task } = request;
    const input = toInput(request, strategies);
    if (task.type === "live") beginLive(input, task.minutes);
    else post({ type: "result", result: await carryOut(task, input, request.following ?? 0) });
  } catch (error) {
    postFault(error);
  }
}

function toInput(request: WorkerRequest, strategies: StrategyClass[]): RunInput {
  const { config, fromMs, toMs, candles, funding = [], marks = [], chargesFunding, task } = request;
  const plain = { config, strategies, candles: new Map(candles), fromMs, toMs };
  if (!chargesFunding && task.type !== "gap") return plain;
  return { ...plain, funding: new Map(funding), marks: new Map(marks) };
}

function postFault(error: unknown): void {
  post({
    type: "fault",
    message: readReason(error).slice(0, 2_000),
    place: error instanceof LabError ? error.where : null,
  });
}

function beginLive(input: RunInput, minutes: number): void {
  Math.random = createRandom(seed);
  live = startLive(input, minutes);
  current = live;
  post({ type: "live-started" });
}

function trade(row: CandleRow): void {
  try {
    if (live === null) throw new LabError("The live run has not started.");
    post({ type: "live-minute", minute: addMinute(live, row) });
  } catch (error) {
    postFault(error);
  }
}

async function carryOut(
  task: Exclude<WorkerTask, { type: "live" }>,
  input: RunInput,
  following: number,
): Promise<TaskResult[keyof TaskResult]> {
  switch (task.type) {
    case "run": {
      const whole = { ...input, tracksEquity: true };
      const simulation = following > 0 ? await advanceAsLoaded(whole, following) : advanceAll(whole);
      const result = await toRunResult(simulation, { inputs: [JSON.stringify(input.config)], sha256 });
      return { ...result, ...listBars(simulation) };
    }
    case "gap":
      return compareProfiles(input, advanceAll);
    case "checks":
      return checkRun(input, {
        scenarios: task.scenarios,
        run: advanceAll,
        onMinute: postProgress,
        onSample: postWorking,
      });
    case "trials":
      return task.trials.map((values, index) => runTrial(input, values, index));
  }
}

function runTrial(input: RunInput, values: TrialValues, index: number): TrialResult {
  const config = { ...input.config, hyperparameters: { ...values } };
  const trial = toTrialResult(values, advanceAll({ ...input, config }));
  post({ type: "trial", index, trial });
  return trial;
}

function advanceAll(input: RunInput): Simulation {
  const simulation = begin(input);
  while (simulation.done < simulation.minutes) {
    advanceMinute(simulation);
    postProgress(simulation);
  }
  return finish(simulation);
}

/** As `advanceAll`, with candles that come while it runs; it has none of those that are still to come. */
async function advanceAsLoaded(input: RunInput, following: number): Promise<Simulation> {
  const candles = [...input.candles].map(
    ([symbol, columns]) => [symbol, extendColumns(columns, following)] as const,
  );
  const simulation = begin({ ...input, candles: new Map(candles) });
  const [feed] = simulation.feeds;
  if (feed === undefined) throw new Error("A run has a feed.");
  let known = feed.store.columns.close.length - following;
  while (simulation.done < simulation.minutes) {
    if (feed.store.revealed === known) {
      known = addCandles(feed, known, await nextCandles());
      postNow(simulation);
    }
    advanceMinute(simulation);
    postProgress(simulation);
  }
  return finish(simulation);
}

async function nextCandles(): Promise<CandleColumns> {
  if (arrived.length === 0) {
    post({ type: "waiting" });
    await new Promise<void>((resolve) => (wake = resolve));
    wake = null;
  }
  return arrived.shift() as CandleColumns;
}

function begin(input: RunInput): Simulation {
  // Each run has the same chance, also the second one.
  Math.random = createRandom(seed);
  const simulation = createSimulation(input);
  current = simulation;
  postNow(simulation);
  return simulation;
}

function finish(simulation: Simulation): Simulation {
  finishSimulation(simulation);
  postNow(simulation);
  return simulation;
}

/** Posts the progress unless the last post is recent. */
function postProgress(simulation: Simulation): void {
  if (simulation.done % CHECK_MINUTES !== 0 || clock() - postedMs < REPORT_MS) return;
  current = simulation;
  postNow(simulation);
}

/** Posts that our own code is at work, between two runs, unless the last post is recent. */
function postWorking(): void {
  if (clock() - postedMs < REPORT_MS) return;
  postedMs = clock();
  post({ type: "working" });
}

function postNow({ done, minutes, context }: Simulation): void {
  postedMs = clock();
  post({ type: "progress", done, minutes, atMs: context.nowMs });
}

listen("message", (event) => {
  const { data } = event as MessageEvent<WorkerMessage | { request: WorkerRequest; url: string }>;
  if ("row" in data) return trade(data.row);
  if ("candles" in data) {
    arrived.push(data.candles);
    return wake?.();
  }
  const { request, url } = data;
  seed = request.seed;
  replaceChance(self, { seed, now: () => current?.context.nowMs ?? request.fromMs });
  void work(request, url);
});
lockDown(self);
