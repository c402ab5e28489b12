import { useTranslations } from "next-intl";
import { useId } from "react";
import type { ReplaySettings } from "@/components/lab/replay/replay-settings";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Field } from "@/components/ui/form/field";
import { FileField } from "@/components/ui/form/file-field";
import { Select } from "@/components/ui/form/select";
import { formatFixed, formatFixedPrice, formatMinute } from "@/lib/client/format";
import { PLANS } from "@/lib/core/challenge/plans";

const LENGTHS = [1, 3, 7, 14];

/** What a replay is of and how it is traded. */
export function ReplaySetup(props: {
  settings: ReplaySettings;
  onChange: (settings: ReplaySettings) => void;
  progress: string | null;
  onStart: () => void;
}) {
  const t = useTranslations("lab.replay.setup");
  const { settings, onChange, progress } = props;
  const { given } = settings;
  const isHidden = settings.isBlind || given !== null;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        props.onStart();
      }}
    >
      {given !== null && (
        <div className="flex flex-col gap-2 text-sm">
          <p>
            {t("given", {
              side: given.side,
              qty: String(given.qty),
              symbol: given.symbol,
              opened: formatMinute(given.openedAtMs),
              closed: formatMinute(given.closedAtMs),
              entry: formatFixedPrice(String(given.entryPrice), null),
              exit: formatFixedPrice(String(given.exitPrice), null),
              net: formatFixed(given.net, 2),
            })}
          </p>
          <Checkbox
            isOn={settings.opensGiven}
            onChange={(opensGiven) => onChange({ ...settings, opensGiven })}
          >
            {t("opensGiven")}
          </Checkbox>
        </div>
      )}
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-3">
        <Field
          label={t("symbol")}
          value={settings.symbol}
          required
          disabled={isHidden}
          onChange={(event) => onChange({ ...settings, symbol: event.target.value.toUpperCase() })}
        />
        <Field
          label={t("date")}
          type="date"
          value={settings.date}
          required
          disabled={isHidden}
          onChange={(event) => onChange({ ...settings, date: event.target.value })}
        />
        <Choice
          label={t("days")}
          value={String(settings.days)}
          options={LENGTHS.map((days) => [String(days), t("dayCount", { count: days })])}
          onChange={(days) => onChange({ ...settings, days: Number(days) })}
        />
        <Choice
          label={t("plan")}
          value={settings.planId}
          options={[["", t("noPlan")], ...PLANS.map((plan) => [plan.id, plan.name] as const)]}
          onChange={(planId) => onChange({ ...settings, planId })}
        />
        <Field
          label={t("balance")}
          type="number"
          min={100}
          max={10_000_000}
          required
          value={settings.balance}
          onChange={(event) => onChange({ ...settings, balance: event.target.valueAsNumber })}
        />
        <Field
          label={t("leverage")}
          type="number"
          min={1}
          max={100}
          required
          value={settings.leverage}
          onChange={(event) => onChange({ ...settings, leverage: event.target.valueAsNumber })}
        />
      </div>
      <div className="text-[13px]">
        <Checkbox isOn={settings.isBlind} onChange={(isBlind) => onChange({ ...settings, isBlind })}>
          {t("blind")}
        </Checkbox>
      </div>
      <FileField
        label={t("file")}
        hint={t("fileNote")}
        accept=".csv,.gz"
        onChoose={(file) => onChange({ ...settings, file })}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="solid" size="md" disabled={progress !== null}>
          {t("start")}
        </Button>
        {progress !== null && (
          <p role="status" className="text-text-2 text-xs">
            {progress}
          </p>
        )}
      </div>
    </form>
  );
}

function Choice(props: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-[13px]">
        {props.label}
      </label>
      <Select
        id={id}
        className="h-9 w-full"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </Select>
    </div>
  );
}
