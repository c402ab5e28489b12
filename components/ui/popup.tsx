"use client";

import { type ComponentProps, useRef } from "react";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import type { PopupProps } from "@/components/ui/popup-surface";

const PopupSurface = lazyPart(
  () => import("@/components/ui/popup-surface").then((module) => module.PopupSurface),
  { failure: "corner" },
);

/** Props of the button that opens a pop-up. */
export type PopupTrigger = Omit<ComponentProps<typeof Button>, "onClick" | "onKeyDown" | "ref">;

/** A button and what opens under it: a menu, or a small non-modal dialog. */
export function Popup({
  trigger,
  isOpen,
  ...props
}: PopupProps & { trigger: PopupTrigger; isOpen: boolean }) {
  const { onOpenChange, role } = props;
  const button = useRef<HTMLButtonElement>(null);
  const isByKey = useRef(false);
  return (
    <>
      <Button
        {...trigger}
        ref={button}
        aria-haspopup={role}
        aria-expanded={isOpen}
        data-state={isOpen ? "open" : "closed"}
        onClick={(event) => {
          // A press by Enter or Space has a click count of 0.
          isByKey.current = event.detail === 0;
          onOpenChange(!isOpen);
        }}
        onKeyDown={(event) => {
          if (role !== "menu" || event.key !== "ArrowDown") return;
          event.preventDefault();
          isByKey.current = true;
          onOpenChange(true);
        }}
      />
      {isOpen && <PopupSurface {...props} button={button} isByKey={isByKey} />}
    </>
  );
}
