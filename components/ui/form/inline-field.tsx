import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/client/cn";

/** A labelled text input with a unit or a choice of units at its end, and an error below. */
export function InlineField(
  props: Omit<ComponentProps<"input">, "id"> & {
    id: string;
    label: ReactNode;
    end?: ReactNode;
    problem?: string | null;
  },
) {
  const { id, label, end, problem, className, ...input } = props;
  const problemId = `${id}-problem`;
  return (
    <div className={cn("min-w-0", className)}>
      <div
        className={cn(
          "flex h-8 items-center gap-2 rounded border bg-bg px-2 focus-within:border-accent hover:border-line-strong",
          problem && "border-down",
        )}
      >
        <label htmlFor={id} className="shrink-0 text-text-3">
          {label}
        </label>
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? problemId : undefined}
          className="num h-full w-full min-w-0 flex-1 bg-transparent text-right text-text outline-none placeholder:text-text-3"
          {...input}
        />
        {end && <span className="shrink-0 text-text-3">{end}</span>}
      </div>
      {problem && (
        <p id={problemId} role="alert" className="mt-1 text-[11px] text-down leading-4">
          {problem}
        </p>
      )}
    </div>
  );
}
