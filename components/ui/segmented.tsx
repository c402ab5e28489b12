"use client";

import { ToggleGroup } from "radix-ui";
import { cn } from "@/lib/client/cn";

/** One choice out of a few, all in sight. */
export function Segmented<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, text: string])[];
  onChange: (value: Value) => void;
  className?: string;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={props.label}
      value={props.value}
      // Pressing the chosen one again would choose nothing.
      onValueChange={(value) => value && props.onChange(value as Value)}
      className={cn("flex items-center", props.className)}
    >
      {props.options.map(([value, text]) => (
        <ToggleGroup.Item
          key={value}
          value={value}
          className="num h-7 min-w-7 rounded px-1.5 text-text-2 text-xs hover:bg-hover hover:text-text data-[state=on]:bg-hover data-[state=on]:text-accent"
        >
          {text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
