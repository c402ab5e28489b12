"use client";

import { useTranslations } from "next-intl";
import { StrategyEditor } from "@/components/lab/editor/strategy-editor";
import { LivePanel } from "@/components/lab/live/live-panel";
import { useLive } from "@/components/lab/live/use-live";
import { OptimisePanel } from "@/components/lab/optimise-panel";
import { CheckPanel } from "@/components/lab/report/check-panel";
import { GapPanel } from "@/components/lab/report/gap-panel";
import { RunReport } from "@/components/lab/report/run-report";
import { RunForm } from "@/components/lab/run-form";
import { useDraft } from "@/components/lab/use-draft";
import { useLab } from "@/components/lab/use-lab";
import { Panel } from "@/components/shell/panel";
import { Notice } from "@/components/ui/notice";

/** A strategy's text, the settings of a run, and what was found of both. */
export function Workbench({ isSignedIn }: { isSignedIn: boolean }) {
  const t = useTranslations("lab");
  const { text, settings, change } = useDraft();
  const lab = useLab(text, settings);
  const live = useLive(text, settings);
  const { result, gap, checks, checksFault, parameters, optimisation, tried } = lab.findings;

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
            onChange={(changed) => change({ text: changed })}
            onExample={(example) =>
              change({
                text: example.text,
                settings: { ...settings, timeframe: example.timeframe, hyperparameters: {} },
              })
            }
          />
        </Panel>
        <Panel title={t("settings.title")}>
          <RunForm
            settings={settings}
            onChange={(changed) => change({ settings: changed })}
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
          {gap !== null && <GapPanel gap={gap} />}
          <CheckPanel checks={checks} fault={checksFault} />
          {parameters.length > 0 && (
            <OptimisePanel
              parameters={parameters}
              optimisation={optimisation}
              tried={tried}
              isBusy={lab.progress !== null}
              onOptimise={(count) => void lab.optimise(count)}
              onUse={(hyperparameters) => change({ settings: { ...settings, hyperparameters } })}
            />
          )}
        </>
      )}
      <LivePanel live={live} isSignedIn={isSignedIn} />
    </>
  );
}
