import type { ComponentProps } from "react";
import { ChevronDown } from "@/components/icons/lucide";
import { cn } from "@/lib/client/cn";

/** The browser's own select, styled: no script, and full keyboard and screen reader support. */
export function Select({ className, children, ...props }: ComponentProps<"select">) {
  return (
    <span className="relative inline-flex items-center">
      <select
        className={cn(
          "h-6 tabular-nums appearance-none rounded border border-line bg-panel pr-5 pl-1.5 text-text-2 text-xs hover:border-line-strong hover:text-text [&>option]:bg-panel [&>option]:text-text",
          className,
        )}
        {...props}
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-1 size-3 text-text-3" />
    </span>
  );
}
