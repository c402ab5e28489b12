"use client";

import { moveFocus } from "@/components/ui/move-focus";
import { cn } from "@/lib/client/cn";

/** A visible choice between a few options; arrows choose, as in every radio group. */
export function Segmented<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, text: string])[];
  onChange: (value: Value) => void;
  className?: string;
}) {
  const { options, value: chosen } = props;
  // If none is chosen, the first one is focusable.
  const entry = options.some(([value]) => value === chosen) ? chosen : options[0]?.[0];
  return (
    <div
      role="radiogroup"
      aria-label={props.label}
      onKeyDown={(event) => moveFocus(event, "radio")?.click()}
      className={cn("flex items-center", props.className)}
    >
      {options.map(([value, text]) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio input can't look like a segment
        <button
          key={value}
          type="button"
          role="radio"
          aria-checked={value === chosen}
          tabIndex={value === entry ? 0 : -1}
          onClick={() => props.onChange(value)}
          className="h-7 min-w-7 whitespace-nowrap tabular-nums rounded px-1.5 text-text-2 text-xs hover:bg-hover hover:text-text aria-checked:bg-hover aria-checked:text-accent"
        >
          {text}
        </button>
      ))}
    </div>
  );
}
