"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

const GAP_PX = 4;
const EDGE_PX = 8;

type Options = {
  button: RefObject<HTMLElement | null>;
  surface: RefObject<HTMLElement | null>;
  align: "start" | "end";
  onClose: () => void;
};

/**
 * Opens a surface under its button, above everything else, and closes it by Escape and by a press or a focus
 * elsewhere. Only Escape restores the focus: otherwise it has moved already.
 */
export function usePopup(options: Options): void {
  const { button, surface, align } = options;
  const close = useRef(options.onClose);
  useEffect(() => {
    close.current = options.onClose;
  });

  useLayoutEffect(() => {
    if (!surface.current || !button.current) return;
    // Without the browser's top layer, it lies above by its order in the page.
    surface.current.showPopover?.();
    const put = () => {
      if (surface.current && button.current) {
        place(surface.current, { anchor: button.current.getBoundingClientRect(), align });
      }
    };
    put();
    // What is inside may be loaded after the opening.
    const watcher = new ResizeObserver(put);
    watcher.observe(surface.current);
    return () => watcher.disconnect();
  }, [surface, button, align]);

  useEffect(() => {
    const leave = (event: Event) => {
      const target = event.target as Node;
      if (!surface.current?.contains(target) && !button.current?.contains(target)) close.current();
    };
    const handleKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      button.current?.focus();
      close.current();
    };
    const handleResize = () => close.current();
    document.addEventListener("pointerdown", leave, true);
    document.addEventListener("focusin", leave);
    document.addEventListener("keydown", handleKey, true);
    window.addEventListener("resize", handleResize);
    return () => {
      document.removeEventListener("pointerdown", leave, true);
      document.removeEventListener("focusin", leave);
      document.removeEventListener("keydown", handleKey, true);
      window.removeEventListener("resize", handleResize);
    };
  }, [surface, button]);
}

/** Under the anchor, or over it if there is more space; never beyond the window's edges. */
function place(surface: HTMLElement, to: { anchor: DOMRect; align: "start" | "end" }): void {
  const { anchor, align } = to;
  const { offsetWidth: width, offsetHeight: height } = surface;
  const left = align === "start" ? anchor.left : anchor.right - width;
  const below = anchor.bottom + GAP_PX;
  const above = anchor.top - GAP_PX - height;
  const isAbove = below + height > window.innerHeight - EDGE_PX && above >= EDGE_PX;
  Object.assign(surface.style, {
    position: "fixed",
    inset: "auto",
    left: `${Math.max(EDGE_PX, Math.min(left, window.innerWidth - EDGE_PX - width))}px`,
    top: `${isAbove ? above : below}px`,
  });
}
