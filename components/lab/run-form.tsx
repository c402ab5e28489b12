import { useTranslations } from "next-intl";
import { KeptCandles } from "@/components/lab/kept-candles";
import { MoreRoutes } from "@/components/lab/more-routes";
import { PlanSelect } from "@/components/lab/plan-select";
import type { RunSettings } from "@/components/lab/run-settings";
import { TimeframeSelect } from "@/components/lab/timeframe-select";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Field } from "@/components/ui/form/field";
import { FileField } from "@/components/ui/form/file-field";

const NUMBERS = [
  { name: "days", min: 1, max: 365, step: 1 },
  { name: "balance", min: 10, max: 10_000_000, step: 10 },
  { name: "leverage", min: 1, max: 100, step: 1 },
  { name: "fee", min: 0, max: 1, step: 0.005 },
] as const;

/** What a run is made with; while one is going on, how far it is and how to stop it. */
export function RunForm(props: {
  settings: RunSettings;
  onChange: (settings: RunSettings) => void;
  progress: string | null;
  onRun: () => void;
  onStop: () => void;
}) {
  const t = useTranslations("lab.settings");
  const { settings, onChange } = props;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        props.onRun();
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        <Field
          label={t("symbol")}
          value={settings.symbol}
          required
          onChange={(event) => onChange({ ...settings, symbol: event.target.value.toUpperCase() })}
        />
        <TimeframeSelect
          value={settings.timeframe}
          onChange={(timeframe) => onChange({ ...settings, timeframe })}
        />
        {NUMBERS.map(({ name, ...bounds }) => (
          <Field
            key={name}
            label={t(name)}
            type="number"
            required
            {...bounds}
            value={settings[name]}
            onChange={(event) => onChange({ ...settings, [name]: event.target.valueAsNumber })}
          />
        ))}
        <PlanSelect value={settings.planId} onChange={(planId) => onChange({ ...settings, planId })} />
      </div>
      <MoreRoutes routes={settings.more} onChange={(more) => onChange({ ...settings, more })} />
      {Object.keys(settings.hyperparameters).length > 0 && (
        <p className="flex flex-wrap items-center gap-2 text-text-2 text-xs">
          {t("values", { values: showValues(settings.hyperparameters) })}
          <Button type="button" onClick={() => onChange({ ...settings, hyperparameters: {} })}>
            {t("defaults")}
          </Button>
        </p>
      )}
      <Checkbox
        isOn={settings.chargesFunding}
        onChange={(chargesFunding) => onChange({ ...settings, chargesFunding })}
      >
        {t("funding")}
      </Checkbox>
      <FileField
        label={t("file")}
        hint={t("fileNote")}
        accept=".csv,.gz"
        onChoose={(file) => onChange({ ...settings, file })}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="solid" size="md">
          {t("run")}
        </Button>
        {props.progress !== null && (
          <>
            <Button type="button" variant="outline" size="md" onClick={props.onStop}>
              {t("stop")}
            </Button>
            <p role="status" className="text-text-2 text-xs">
              {props.progress}
            </p>
          </>
        )}
      </div>
      <KeptCandles version={props.progress} />
    </form>
  );
}

function showValues(values: RunSettings["hyperparameters"]): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
