import { useTranslations } from "next-intl";
import { useId } from "react";
import { DayInput } from "@/components/ui/form/day-input";
import { Select } from "@/components/ui/form/select";

/** One of several values, or all. Its label is its first option. */
export function FilterChoice(props: {
  name: string;
  label: string;
  options: readonly (readonly [value: string, text: string])[];
}) {
  const t = useTranslations("terminal.listFilter");
  return (
    <Select name={props.name} aria-label={props.label} defaultValue="" className="max-w-36">
      <option value="">{t("all", { field: props.label })}</option>
      {props.options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </Select>
  );
}

/** A day of UTC with its label beside it. */
export function DayField({ name, label }: { name: string; label: string }) {
  const t = useTranslations("terminal.listFilter");
  const id = useId();
  return (
    <span className="inline-flex items-center gap-1">
      <label htmlFor={id} className="text-text-3">
        {label}
      </label>
      <DayInput id={id} name={name} placeholder={t("dayFormat")} className="num h-6 w-24" />
    </span>
  );
}
