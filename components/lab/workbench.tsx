"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { RunForm } from "@/components/lab/run-form";
import { RunReport } from "@/components/lab/run-report";
import type { RunSettings } from "@/components/lab/run-settings";
import { type LabRun, startRun } from "@/components/lab/start-run";
import { StrategyEditor } from "@/components/lab/strategy-editor";
import { Panel } from "@/components/shell/panel";
import { Notice } from "@/components/ui/notice";
import { EXAMPLES } from "@/lib/lab/examples/examples";
import type { RunResult } from "@/lib/lab/run/describe-run";

const FIRST_SETTINGS: RunSettings = {
  symbol: "BTCUSDT",
  timeframe: "1h",
  days: 14,
  balance: 10_000,
  leverage: 2,
  fee: 0.055,
  file: null,
};

/** A strategy's text, the settings of a run, and its report. */
export function Workbench() {
  const t = useTranslations("lab");
  const [text, setText] = useState<string>(EXAMPLES[0].text);
  const [settings, setSettings] = useState(FIRST_SETTINGS);
  const [progress, setProgress] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [result, setResult] = useState<RunResult | null>(null);
  const current = useRef<LabRun | null>(null);

  const run = async () => {
    setFault(null);
    setProgress(t("progress.candles", { percent: "0" }));
    const started = startRun(text, settings, ({ stage, share }) =>
      setProgress(t(`progress.${stage}`, { percent: String(Math.round(share * 100)) })),
    );
    current.current = started;
    try {
      setResult(await started.result);
    } catch (error) {
      if (!started.isStopped()) setFault(error instanceof Error ? error.message : String(error));
    }
    setProgress(null);
    current.current = null;
  };

  return (
    <>
      <p className="max-w-3xl text-[13px] text-text-2">{t("intro")}</p>
      <div className="grid gap-4 lg:grid-cols-[3fr_2fr]">
        <Panel title={t("editor.title")} note={t("editor.note")}>
          <StrategyEditor
            text={text}
            onChange={setText}
            onExample={(example) => {
              setText(example.text);
              setSettings({ ...settings, timeframe: example.timeframe });
            }}
          />
        </Panel>
        <Panel title={t("settings.title")}>
          <RunForm
            settings={settings}
            onChange={setSettings}
            progress={progress}
            onRun={() => void run()}
            onStop={() => current.current?.stop()}
          />
          {fault !== null && <Notice tone="warn">{fault}</Notice>}
        </Panel>
      </div>
      {result !== null && <RunReport result={result} balance={settings.balance} />}
    </>
  );
}
