import type { ComponentProps } from "react";
import { cn } from "@/lib/client/cn";

/** A text input. Requires a label. */
export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      className={cn(
        "h-7 w-full min-w-0 rounded border border-line bg-bg px-2 text-text text-xs placeholder:text-text-3 hover:border-line-strong",
        className,
      )}
      {...props}
    />
  );
}
