"use client";

import { useTranslations } from "next-intl";
import { Eye, EyeOff, Palette, Plus, X } from "@/components/icons/lucide";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import {
  clampParameter,
  INDICATOR_KINDS,
  type Indicator,
  type IndicatorKind,
  isValidIndicator,
  kindOf,
} from "@/components/terminal/chart/indicators/indicator-kinds";
import {
  indicatorTemplates,
  removeTemplate,
  saveTemplate,
} from "@/components/terminal/chart/indicators/indicator-templates";
import { Button } from "@/components/ui/button";
import { NamedList } from "@/components/ui/named-list";
import { createId } from "@/lib/client/api/create-id";
import { readNumber } from "@/lib/client/numbers/read-number";
import { usePersisted } from "@/lib/client/persisted";
import { toNumber } from "@/lib/core/decimal";

/** Colours that the chart has for indicators. */
const PALETTE_SIZE = 6;
const KINDS = Object.keys(INDICATOR_KINDS) as IndicatorKind[];

/** Adds indicators to the chart, changes their parameters, and removes them. */
export function IndicatorSheet() {
  const t = useTranslations("chart.indicator");
  const { indicators } = useChartStores();
  const chosen = usePersisted(indicators).filter(isValidIndicator);
  const replace = (id: string, next: Indicator | null) =>
    indicators.write(chosen.flatMap((one) => (one.id !== id ? [one] : next ? [next] : [])));
  const add = (kind: IndicatorKind) => {
    const values = kindOf({ kind }).parameters.map((one) => one.initial);
    indicators.write([...chosen, { id: createId(), kind, values }]);
  };
  return (
    <>
      {chosen.length > 0 && (
        <ul className="mb-2 grid gap-1.5 border-b pb-2">
          {chosen.map((indicator, place) => (
            <ChosenIndicator
              key={indicator.id}
              indicator={indicator}
              place={place}
              onChange={(next) => replace(indicator.id, next)}
            />
          ))}
        </ul>
      )}
      <div className="grid grid-cols-2 gap-1">
        {KINDS.map((kind) => (
          <Button key={kind} className="justify-start" onClick={() => add(kind)}>
            <Plus aria-hidden className="size-3" />
            {t(`kind.${kind}`)}
          </Button>
        ))}
      </div>
      <Templates chosen={chosen} onApply={indicators.write} />
    </>
  );
}

function Templates(props: {
  chosen: readonly Indicator[];
  onApply: (indicators: readonly Indicator[]) => void;
}) {
  const { chosen, onApply } = props;
  const t = useTranslations("chart.indicator.template");
  const templates = usePersisted(indicatorTemplates);
  return (
    <div className="mt-2 border-t pt-2">
      <NamedList
        title={t("title")}
        names={templates.map(({ name }) => name)}
        texts={{
          empty: t("empty"),
          name: t("name"),
          save: t("save"),
          apply: (name) => t("apply", { name }),
          remove: (name) => t("remove", { name }),
        }}
        onApply={(name) => onApply(templates.find((one) => one.name === name)?.indicators ?? chosen)}
        onRemove={removeTemplate}
        onSave={(name) => saveTemplate(name, chosen)}
      />
    </div>
  );
}

function ChosenIndicator(props: {
  indicator: Indicator;
  /** Its place among the indicators, from which its first colour follows. */
  place: number;
  onChange: (next: Indicator | null) => void;
}) {
  const { indicator, place, onChange } = props;
  const t = useTranslations("chart.indicator");
  const { parameters } = kindOf(indicator);
  const name = t(`kind.${indicator.kind}`);
  return (
    <li className="flex items-center gap-1.5">
      <Button
        size="icon"
        className="size-6"
        aria-label={t(indicator.isHidden ? "show" : "hide", { indicator: name })}
        aria-pressed={!indicator.isHidden}
        onClick={() => onChange({ ...indicator, isHidden: !indicator.isHidden })}
      >
        {indicator.isHidden ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      </Button>
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <Button
        size="icon"
        className="size-6"
        aria-label={t("color", { indicator: name })}
        onClick={() => onChange({ ...indicator, color: ((indicator.color ?? place) + 1) % PALETTE_SIZE })}
      >
        <Palette aria-hidden />
      </Button>
      {parameters.map((parameter, index) => (
        <input
          key={parameter.name}
          inputMode="decimal"
          autoComplete="off"
          aria-label={t("ofIndicator", { parameter: t(`parameter.${parameter.name}`), indicator: name })}
          title={t(`parameter.${parameter.name}`)}
          defaultValue={indicator.values[index]}
          onBlur={(event) => {
            const reading = readNumber(event.target.value);
            const typed = "value" in reading ? toNumber(reading.value) : (indicator.values[index] ?? 0);
            const value = clampParameter(parameter, typed);
            event.target.value = String(value);
            onChange({
              ...indicator,
              values: indicator.values.map((old, at) => (at === index ? value : old)),
            });
          }}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          className="num h-6 w-12 rounded border bg-bg px-1 text-right"
        />
      ))}
      <Button
        size="icon"
        className="size-6"
        aria-label={t("remove", { indicator: name })}
        onClick={() => onChange(null)}
      >
        <X aria-hidden />
      </Button>
    </li>
  );
}
