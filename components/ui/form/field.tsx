import { type ComponentProps, type ReactNode, useId } from "react";
import { Input } from "@/components/ui/form/input";
import { cn } from "@/lib/client/cn";

/** A labelled text input with a hint or an error below; `end` stands inside, at its end. */
export function Field({
  label,
  hint,
  error,
  end,
  className,
  ...props
}: ComponentProps<"input"> & { label: string; hint?: ReactNode; error?: string; end?: ReactNode }) {
  const id = useId();
  const isNoted = Boolean(error ?? hint);
  return (
    <div className={cn("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="font-medium text-[13px]">
        {label}
      </label>
      <div className="relative">
        <Input
          id={id}
          className={cn("h-9 text-sm", end && "pr-9")}
          aria-invalid={error ? true : undefined}
          aria-describedby={isNoted ? `${id}-note` : undefined}
          {...props}
        />
        {end && <span className="absolute inset-y-0 right-1 flex items-center">{end}</span>}
      </div>
      {isNoted && (
        <p id={`${id}-note`} className={cn("text-xs", error ? "text-warn" : "text-text-3")}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
