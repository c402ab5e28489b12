import { type ComponentProps, type ReactNode, useId } from "react";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/client/cn";

/** A labelled text input with a hint or an error below. */
export function Field({
  label,
  hint,
  error,
  className,
  ...props
}: ComponentProps<"input"> & { label: string; hint?: ReactNode; error?: string }) {
  const id = useId();
  const isNoted = Boolean(error ?? hint);
  return (
    <div className={cn("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="font-medium text-[13px]">
        {label}
      </label>
      <Input
        id={id}
        className="h-9 text-sm"
        aria-invalid={error ? true : undefined}
        aria-describedby={isNoted ? `${id}-note` : undefined}
        {...props}
      />
      {isNoted && (
        <p id={`${id}-note`} className={cn("text-xs", error ? "text-warn" : "text-text-3")}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
