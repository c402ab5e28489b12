"use client";

import { Tooltip as TooltipPrimitive } from "radix-ui";
import type { ReactNode } from "react";

/** Opens its tooltips after a short rest, and the next one at once. */
export const TooltipProvider = TooltipPrimitive.Provider;

/** A hint for the one focusable element inside; it repeats nothing that the element's name already says. */
export function Tooltip(props: { hint: ReactNode; children: ReactNode; side?: "top" | "bottom" }) {
  return (
    <TooltipPrimitive.Root>
      <TooltipPrimitive.Trigger asChild>{props.children}</TooltipPrimitive.Trigger>
      <TooltipPrimitive.Content
        side={props.side ?? "bottom"}
        sideOffset={4}
        collisionPadding={8}
        className="appear z-50 max-w-64 rounded border border-line-strong bg-raised px-2 py-1 text-text text-xs shadow-lg"
      >
        {props.hint}
      </TooltipPrimitive.Content>
    </TooltipPrimitive.Root>
  );
}
