import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";

/** Content that may be wider than its container: it scrolls sideways by itself, also by keyboard. */
export function WideContent(props: { label: string; className?: string; children: ReactNode }) {
  return (
    <section
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
      tabIndex={0}
      // Positioned, so that hidden texts inside are scrolled with it and don't widen the page.
      className={cn("-outline-offset-2 relative overflow-x-auto", props.className)}
    >
      {props.children}
    </section>
  );
}
