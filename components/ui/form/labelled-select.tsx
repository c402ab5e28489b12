import { useId } from "react";
import { Select } from "@/components/ui/form/select";
import { cn } from "@/lib/client/cn";

/** A choice with its label before it. `options` are value and text; `note` is why it can't be changed now. */
export function LabelledSelect<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, text: string])[];
  note?: string;
  className?: string;
  selectClassName?: string;
  onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <span className={cn("flex items-center gap-1.5", props.className)}>
      <label htmlFor={id} className="text-text-3">
        {props.label}
      </label>
      <Select
        id={id}
        value={props.value}
        disabled={props.note !== undefined}
        title={props.note}
        className={props.selectClassName ?? "h-8"}
        onChange={(event) => props.onChange(event.target.value as Value)}
      >
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </Select>
    </span>
  );
}
