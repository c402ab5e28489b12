"use client";

import { useTranslations } from "next-intl";
import { Input } from "@/components/ui/form/input";
import { Select } from "@/components/ui/form/select";
import type { ImportChoices as Choices, ImportPreview } from "@/lib/schemas/imports";

const OWN = "";

/** What a file leaves open: zone, order of day and month, market; and the size of the account. */
export function ImportChoices(props: {
  preview: ImportPreview;
  choices: Choices;
  onChange: (choices: Choices) => void;
  ownZone: string;
  capital: string;
  onCapital: (capital: string) => void;
}) {
  const t = useTranslations("imports.desk");
  const { preview, choices, onChange } = props;
  const asks = (need: ImportPreview["needs"][number]) =>
    preview.needs.includes(need) || choices[need] !== undefined;
  const zones = [...new Set([props.ownZone, "UTC", ...Intl.supportedValuesOf("timeZone")])];
  return (
    <div className="flex flex-wrap items-end gap-4 text-xs">
      {asks("zone") ? (
        <label htmlFor="import-zone" className="flex flex-col gap-1">
          {t("zone")}
          <Select
            id="import-zone"
            value={choices.zone ?? OWN}
            onChange={({ target }) => onChange({ ...choices, zone: target.value || undefined })}
          >
            <option value={OWN}>{t("choose")}</option>
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </Select>
        </label>
      ) : (
        <p className="text-text-2">{t("zoneKnown", { zone: preview.zone })}</p>
      )}
      {asks("dayOrder") && (
        <label htmlFor="import-dayOrder" className="flex flex-col gap-1">
          {t("dayOrder")}
          <Select
            id="import-dayOrder"
            value={choices.dayOrder ?? OWN}
            onChange={({ target }) =>
              onChange({
                ...choices,
                dayOrder: target.value === "dmy" || target.value === "mdy" ? target.value : undefined,
              })
            }
          >
            <option value={OWN}>{t("choose")}</option>
            <option value="dmy">{t("dmy")}</option>
            <option value="mdy">{t("mdy")}</option>
          </Select>
        </label>
      )}
      {asks("symbol") && (
        <label htmlFor="import-symbol" className="flex w-32 flex-col gap-1">
          {t("symbol")}
          <Input
            id="import-symbol"
            defaultValue={choices.symbol}
            maxLength={30}
            onBlur={({ target }) => onChange({ ...choices, symbol: target.value.trim() || undefined })}
          />
        </label>
      )}
      <label htmlFor="import-capital" className="flex w-32 flex-col gap-1">
        {t("capital")}
        <Input
          id="import-capital"
          value={props.capital}
          inputMode="decimal"
          maxLength={20}
          onChange={({ target }) => props.onCapital(target.value)}
        />
      </label>
    </div>
  );
}
