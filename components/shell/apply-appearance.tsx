"use client";

import { useEffect } from "react";
import { directionChoice, themeChoice } from "@/components/shell/appearance";

/** Keeps the chosen theme and direction colours on `<html>`. */
export function ApplyAppearance() {
  useEffect(() => {
    // Read here and not while rendering: the page that the server rendered has the initial ones.
    const apply = () => {
      Object.assign(document.documentElement.dataset, {
        theme: themeChoice.read(),
        direction: directionChoice.read(),
      });
    };
    apply();
    const stops = [themeChoice.subscribe(apply), directionChoice.subscribe(apply)];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return null;
}
