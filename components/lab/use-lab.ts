import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { RunSettings } from "@/components/lab/run-settings";
import { type LabTask, preloadSandbox, startTask, startTrials } from "@/components/lab/start-task";
import { countTries } from "@/lib/client/lab/count-tries";
import { openTrialStore } from "@/lib/client/lab/trial-store";
import type { RunChecks } from "@/lib/lab/checks/check-run";
import { chooseTrials } from "@/lib/lab/optimise/choose-trials";
import { evaluateTrials, type Optimisation } from "@/lib/lab/optimise/evaluate-trials";
import type { TrialResult } from "@/lib/lab/optimise/trial-result";
import type { RealityGap } from "@/lib/lab/run/compare-profiles";
import { createRandom } from "@/lib/lab/seeded-random";
import type { Hyperparameter } from "@/lib/lab/strategy/strategy-runtime";
import type { ShownRun, WorkerReport, WorkerTask } from "@/lib/lab/worker/worker-message";

/** Resampled histories of the checks. */
const SCENARIOS = 30;

/** What has been found of a strategy's text with some settings; `checks` follow the run by themselves. */
export type LabFindings = {
  result: ShownRun | null;
  gap: RealityGap | null;
  checks: RunChecks | null;
  checksFault: string | null;
  /** The name of the strategy's class. */
  strategy: string;
  parameters: readonly Hyperparameter[];
  optimisation: Optimisation | null;
  /** Tries of this strategy and market so far. */
  tried: number;
};

/** After the page's own scripts. */
const PRELOAD_MS = 1_000;

const NOTHING: LabFindings = {
  result: null,
  gap: null,
  checks: null,
  checksFault: null,
  strategy: "",
  parameters: [],
  optimisation: null,
  tried: 0,
};

/** Runs, checks and optimises one text at a time; a new task stops the one that is going on. */
export function useLab(text: string, settings: RunSettings) {
  const t = useTranslations("lab.progress");
  const [progress, setProgress] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [findings, setFindings] = useState(NOTHING);
  const current = useRef<LabTask<WorkerTask["type"]> | null>(null);
  useEffect(() => {
    let close = () => {};
    const timer = setTimeout(() => {
      close = preloadSandbox();
    }, PRELOAD_MS);
    return () => {
      clearTimeout(timer);
      close();
    };
  }, []);
  const add = (part: Partial<LabFindings>) => setFindings((before) => ({ ...before, ...part }));

  const onCandles = (share: number) => setProgress(t("candles", { percent: percent(share) }));

  const carryOut = <T extends WorkerTask["type"]>(
    task: WorkerTask & { type: T },
    onReport: (report: WorkerReport) => void,
  ) => {
    return waitFor(startTask<T>({ text, settings, task }, { onCandles, onReport }));
  };

  /** The task's result, or null where it was stopped; a failure is thrown. */
  const waitFor = async <T extends WorkerTask["type"]>(started: LabTask<T>) => {
    if (current.current !== started) current.current?.stop();
    current.current = started;
    try {
      return await started.result;
    } catch (error) {
      if (started.isStopped()) return null;
      throw error;
    } finally {
      if (current.current === started) setProgress(null);
    }
  };

  const check = async () => {
    let runs = 0;
    try {
      const gap = await carryOut({ type: "gap" }, (report) => {
        if (report.type === "progress") setProgress(t("gap"));
      });
      if (gap === null) return add({ checksFault: t("stopped") });
      add({ gap });
      const checks = await carryOut({ type: "checks", scenarios: SCENARIOS }, (report) => {
        if (report.type !== "progress") return;
        if (report.done === report.minutes) runs += 1;
        setProgress(t("checks", { count: String(runs) }));
      });
      add(checks === null ? { checksFault: t("stopped") } : { checks });
    } catch (error) {
      add({ checksFault: explain(error) });
    }
  };

  const run = async () => {
    setFault(null);
    let loaded: { strategy: string; parameters: readonly Hyperparameter[] } = {
      strategy: "",
      parameters: [],
    };
    try {
      const result = await carryOut({ type: "run" }, (report) => {
        if (report.type === "loaded") {
          const [first] = report.strategies;
          loaded = { strategy: first?.name ?? "", parameters: first?.hyperparameters ?? [] };
        }
        if (report.type === "progress")
          setProgress(t("run", { percent: percent(report.done / report.minutes) }));
      });
      if (result === null) return;
      const tried = countTries({ strategy: loaded.strategy, symbol: settings.symbol }, 1);
      setFindings({ ...NOTHING, ...loaded, result, tried });
    } catch (error) {
      setFault(explain(error));
      return;
    }
    await check();
  };

  /** Trials that this browser has made with the same text and settings are not made again. */
  const optimise = async (count: number) => {
    setFault(null);
    const idea = { strategy: findings.strategy, symbol: settings.symbol };
    const trials = chooseTrials(findings.parameters, { count, random: createRandom(1) });
    try {
      const store = await openTrialStore(nameIdea(text, settings));
      const known = trials.map((values) => store.read(values));
      const missing = trials.filter((_, index) => known[index] === null);
      let done = trials.length - missing.length;
      const onReport = (report: WorkerReport) => {
        if (report.type !== "trial") return;
        store.keep(report.trial);
        countTries(idea, 1);
        done += 1;
        setProgress(t("trials", { count: String(done), all: String(trials.length) }));
      };
      const made = await waitFor(startTrials({ text, settings, trials: missing }, { onCandles, onReport }));
      if (made === null) return;
      const results = known.map((result) => result ?? (made.shift() as TrialResult));
      const tried = Math.max(countTries(idea, 0), trials.length);
      add({ tried, optimisation: evaluateTrials(results, tried) });
    } catch (error) {
      setFault(explain(error));
    }
  };

  return { progress, fault, findings, run, optimise, stop: () => current.current?.stop() };
}

/** All that a trial's result depends on; candles of the server end with the last whole day. */
function nameIdea(text: string, { file, ...settings }: RunSettings): string {
  const candles =
    file === null ? new Date().toISOString().slice(0, 10) : [file.name, file.size, file.lastModified];
  return JSON.stringify([text, settings, candles]);
}

function percent(share: number): string {
  return String(Math.round(share * 100));
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
