import type { ReactNode } from "react";

/** The browser's own checkbox with its label. */
export function Checkbox(props: { isOn: boolean; onChange: (isOn: boolean) => void; children: ReactNode }) {
  return (
    <label className="flex min-h-6 cursor-pointer select-none items-center gap-1.5 text-text-2 hover:text-text">
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.target.checked)}
        className="size-3.5 shrink-0 accent-accent"
      />
      {props.children}
    </label>
  );
}
