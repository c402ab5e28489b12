"use client";

import { type ComponentProps, useEffect, useId, useState } from "react";
import { Button } from "@/components/ui/button";

const REST_MS = 400;

/** An icon button with a hint that does not repeat its name. Escape hides the hint. */
export function HintButton({ hint, ...button }: ComponentProps<typeof Button> & { hint: string }) {
  const id = useId();
  const [state, setState] = useState<"away" | "resting" | "shown">("away");
  const isShown = state === "shown";
  useEffect(() => {
    if (state !== "resting") return;
    const timer = setTimeout(() => setState("shown"), REST_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const hide = () => setState("away");
  return (
    <span className="relative inline-flex">
      <Button
        size="icon"
        {...button}
        aria-describedby={isShown ? id : undefined}
        // No hint on touch, where it would precede a press.
        onPointerEnter={(event) => event.pointerType === "mouse" && setState("resting")}
        onPointerLeave={hide}
        onPointerDown={hide}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && setState("shown")}
        onBlur={hide}
        onKeyDown={(event) => event.key === "Escape" && hide()}
      />
      {isShown && (
        <span
          role="tooltip"
          id={id}
          className="appear -translate-x-1/2 pointer-events-none absolute top-full left-1/2 z-50 mt-1 w-max max-w-64 rounded border border-line-strong bg-raised px-2 py-1 text-text text-xs shadow-lg"
        >
          {hint}
        </span>
      )}
    </span>
  );
}
