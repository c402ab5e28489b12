"use client";

import { type ComponentProps, type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { usePopup } from "@/components/ui/use-popup";
import { cn } from "@/lib/client/cn";

/** Props of the button that opens a pop-up. */
export type PopupTrigger = Omit<ComponentProps<typeof Button>, "onClick" | "onKeyDown" | "ref">;

/**
 * A button and what opens under it: a menu, or a small non-modal dialog. It is rendered in place, since a
 * full-screen chart hides elements outside it.
 */
export function Popup(props: {
  trigger: PopupTrigger;
  role: "menu" | "dialog";
  label: string | undefined;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  align: "start" | "end";
  className: string;
  surface?: Pick<ComponentProps<"div">, "onKeyDown" | "onPointerMove" | "onPointerLeave">;
  children: ReactNode;
}) {
  const { isOpen, onOpenChange, role } = props;
  const button = useRef<HTMLButtonElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const isByKey = useRef(false);
  usePopup({ button, surface, isOpen, align: props.align, onClose: () => onOpenChange(false) });

  useEffect(() => {
    if (!isOpen || !surface.current) return;
    // A menu opened by a pointer has no active item.
    const wanted = role === "dialog" ? "button, a, input" : isByKey.current ? "[role^=menuitem]" : null;
    const focusFirst = () => {
      const first = wanted === null ? null : surface.current?.querySelector<HTMLElement>(wanted);
      (first ?? surface.current)?.focus({ preventScroll: true });
      return wanted === null || first != null;
    };
    if (focusFirst()) return;
    // What is inside may be loaded after the opening, and the focus moved meanwhile.
    const watcher = new MutationObserver(() => {
      if (document.activeElement !== surface.current || focusFirst()) watcher.disconnect();
    });
    watcher.observe(surface.current, { childList: true, subtree: true });
    return () => watcher.disconnect();
  }, [isOpen, role]);

  const choose = (event: MouseEvent) => {
    const isChoice = (event.target as Element).closest("[role^=menuitem]") !== null;
    if (!isChoice || event.defaultPrevented) return;
    button.current?.focus();
    onOpenChange(false);
  };
  const handlers = { ...props.surface, role, "aria-label": props.label, onClick: choose };

  return (
    <>
      <Button
        {...props.trigger}
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
      {isOpen && (
        <div
          {...handlers}
          ref={surface}
          popover="manual"
          tabIndex={-1}
          className={cn(
            "panel appear z-50 border-line-strong text-text text-xs shadow-xl outline-none",
            props.className,
          )}
        >
          {props.children}
        </div>
      )}
    </>
  );
}
