import { useId } from "react";
import { Select } from "@/components/ui/form/select";

/** A choice with its label before it. `options` are value and text. */
export function LabelledSelect<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, text: string])[];
  onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-text-3">
        {props.label}
      </label>
      <Select
        id={id}
        value={props.value}
        className="h-8"
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
