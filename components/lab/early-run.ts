import { buildRequest, listMarkets } from "@/components/lab/build-request";
import { importSandbox } from "@/components/lab/import-sandbox";
import { hasCandles, type OnStep } from "@/components/lab/run-candles";
import type { RunSettings } from "@/components/lab/run-settings";
import { loadRunner } from "@/lib/client/lab/load-runner";
import type { SandboxRun } from "@/lib/client/lab/run-in-sandbox";
import { type CandleColumns, indexAt, sliceColumns } from "@/lib/lab/candles/candle-columns";
import type { VenueProfile } from "@/lib/lab/run/run-config";
import type { WorkerReport, WorkerTask } from "@/lib/lab/worker/worker-message";

/** Work that a strategy puts off would be done while the run waits for candles, at a time that depends on the network. */
const PUTS_OFF = /\basync\b|\bPromise\b|\bimport\s*\(|\bfromAsync\b/;

/** Whether a run can begin before all of its candles are there: one market, jesse's rules, no deferred work. */
export function mayBeginEarly(text: string, settings: RunSettings, task: WorkerTask): boolean {
  const isPlain = settings.file === null && !settings.chargesFunding && listMarkets(settings).length === 1;
  return task.type === "run" && isPlain && !hasCandles(settings) && !PUTS_OFF.test(text);
}

/** A run that begins with the first candles after its warm-up; `onStep` hands it those that follow. */
export type EarlyRun = {
  onStep: OnStep;
  hasBegun: () => boolean;
  /** Rejects when the run fails. */
  failure: Promise<never>;
  /** The run, if it has begun and these are the candles that it has been promised; any other is stopped. */
  runOver: (columns: CandleColumns | undefined) => SandboxRun<"run"> | null;
};

/** Prepares such a run; `onOpen` gets it when it begins. */
export function prepareEarlyRun(
  text: string,
  settings: RunSettings,
  events: { onReport: (report: WorkerReport) => void; onOpen: (run: SandboxRun<"run">) => void },
): EarlyRun {
  const { symbol } = settings;
  let run: SandboxRun<"run"> | null = null;
  let promised: CandleColumns | null = null;
  let fail: (reason: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => (fail = reject));
  failure.catch(() => {});

  const begin = async (columns: CandleColumns, known: number, terms: VenueProfile) => {
    const market = { funding: new Map(), marks: new Map(), terms };
    const request = buildRequest(settings, new Map([[symbol, columns]]), market);
    const following = columns.close.length - known;
    if (known <= indexAt(columns, request.fromMs) || following === 0) return;
    const [runner, { runInSandbox }] = await Promise.all([loadRunner(), importSandbox()]);
    const candles: typeof request.candles = [[symbol, sliceColumns(columns, 0, known)]];
    run = runInSandbox<"run">(
      text,
      { ...request, candles, following, task: { type: "run" } },
      { runner, onReport: events.onReport },
    );
    promised = columns;
    events.onOpen(run);
    run.result.catch(fail);
  };

  return {
    failure,
    hasBegun: () => run !== null,
    onStep: async ({ columns, from, to }, terms) => {
      if (run === null) await begin(columns, to, await terms);
      else if (columns === promised) run.send({ candles: sliceColumns(columns, from, to) });
    },
    runOver: (columns) => {
      if (run === null || columns === promised) return run;
      run.stop();
      return null;
    },
  };
}
