"use client";

import { type ComponentProps, useEffect, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";

const REST_MS = 400;

const SIDES = {
  below: "-translate-x-1/2 top-full left-1/2 mt-1",
  right: "-translate-y-1/2 top-1/2 left-full ml-1",
};

/** An icon button with a hint that does not repeat its name. Escape hides the hint. */
export function HintButton({
  hint,
  hintSide = "below",
  ...button
}: ComponentProps<typeof Button> & { hint: string; hintSide?: keyof typeof SIDES }) {
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
          className={cn(
            "appear pointer-events-none absolute z-50 w-max max-w-64 rounded border border-line-strong bg-raised px-2 py-1 text-text text-xs shadow-lg",
            SIDES[hintSide],
          )}
        >
          {hint}
        </span>
      )}
    </span>
  );
}
