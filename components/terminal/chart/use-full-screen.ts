"use client";

import { type RefObject, useEffect, useState } from "react";

/** Full screen of one element. `toggle` is null where the browser can't (iPhones). */
export function useFullScreen(frame: RefObject<HTMLElement | null>): {
  isOn: boolean;
  toggle: (() => void) | null;
} {
  const [isOn, setOn] = useState(false);
  const [isPossible, setPossible] = useState(false);
  useEffect(() => {
    setPossible(document.fullscreenEnabled === true);
    const read = () =>
      setOn(document.fullscreenElement !== null && document.fullscreenElement === frame.current);
    document.addEventListener("fullscreenchange", read);
    return () => document.removeEventListener("fullscreenchange", read);
  }, [frame]);
  const toggle = () => {
    // A browser may reject it; then the page stays as it is.
    const change = isOn ? document.exitFullscreen() : frame.current?.requestFullscreen();
    change?.catch(() => undefined);
  };
  return { isOn, toggle: isPossible ? toggle : null };
}
