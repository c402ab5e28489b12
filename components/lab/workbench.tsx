"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CheckPanel } from "@/components/lab/check-panel";
import { StrategyEditor } from "@/components/lab/editor/strategy-editor";
import { LivePanel } from "@/components/lab/live/live-panel";
import { useLive } from "@/components/lab/live/use-live";
import { OptimisePanel } from "@/components/lab/optimise-panel";
import { RunForm } from "@/components/lab/run-form";
import { RunReport } from "@/components/lab/run-report";
import type { RunSettings } from "@/components/lab/run-settings";
import { useLab } from "@/components/lab/use-lab";
import { Panel } from "@/components/shell/panel";
import { Notice } from "@/components/ui/notice";
import { EXAMPLES } from "@/lib/lab/examples/examples";

const FIRST_SETTINGS: RunSettings = {
  symbol: "BTCUSDT",
  timeframe: "1h",
  days: 14,
  balance: 10_000,
  leverage: 2,
  fee: 0.055,
  file: null,
  chargesFunding: false,
  more: [],
};

/** A strategy's text, the settings of a run, and what was found of both. */
export function Workbench({ isSignedIn }: { isSignedIn: boolean }) {
  const t = useTranslations("lab");
  const [text, setText] = useState<string>(EXAMPLES[0].text);
  const [settings, setSettings] = useState(FIRST_SETTINGS);
  const lab = useLab(text, settings);
  const live = useLive(text, settings);
  const { result, checks, checksFault, parameters, optimisation, tried } = lab.findings;

  return (
    <>
      <p className="max-w-3xl text-[13px] text-text-2">
        {t("intro")}{" "}
        <a className="underline" href="/parity">
          {t("parity")}
        </a>
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
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
            progress={lab.progress}
            onRun={() => void lab.run()}
            onStop={lab.stop}
          />
          {lab.fault !== null && <Notice tone="warn">{lab.fault}</Notice>}
        </Panel>
      </div>
      {result !== null && (
        <>
          <RunReport result={result} balance={settings.balance} />
          <CheckPanel checks={checks} fault={checksFault} />
          {parameters.length > 0 && (
            <OptimisePanel
              parameters={parameters}
              optimisation={optimisation}
              tried={tried}
              isBusy={lab.progress !== null}
              onOptimise={(count) => void lab.optimise(count)}
            />
          )}
        </>
      )}
      <LivePanel live={live} isSignedIn={isSignedIn} />
    </>
  );
}
