"use client";

import { type MouseEvent, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { useMenuKeys } from "@/components/ui/use-menu-keys";
import { usePopup } from "@/components/ui/use-popup";
import { cn } from "@/lib/client/cn";

/** What opens under a button. */
export type PopupProps = {
  role: "menu" | "dialog";
  label: string | undefined;
  onOpenChange: (isOpen: boolean) => void;
  align: "start" | "end";
  className: string;
  children: ReactNode;
};

/**
 * The open part of a pop-up. It is rendered in place, since a full-screen chart hides elements outside it.
 */
export function PopupSurface(
  props: PopupProps & {
    button: RefObject<HTMLElement | null>;
    /** Whether a key has opened it: a menu opened by a pointer has no active item. */
    isByKey: RefObject<boolean>;
  },
) {
  const { onOpenChange, role, button, isByKey } = props;
  const surface = useRef<HTMLDivElement>(null);
  const menuKeys = useMenuKeys();
  usePopup({ button, surface, align: props.align, onClose: () => onOpenChange(false) });

  useEffect(() => {
    if (!surface.current) return;
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
  }, [role, isByKey]);

  const choose = (event: MouseEvent) => {
    const isChoice = (event.target as Element).closest("[role^=menuitem]") !== null;
    if (!isChoice || event.defaultPrevented) return;
    button.current?.focus();
    onOpenChange(false);
  };
  const handlers = { ...(role === "menu" && menuKeys), role, "aria-label": props.label, onClick: choose };

  return (
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
  );
}
