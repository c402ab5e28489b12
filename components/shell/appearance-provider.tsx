"use client";

import { ThemeProvider } from "next-themes";
import { type ReactNode, useEffect } from "react";
import { directionChoice } from "@/components/shell/appearance";
import { usePersisted } from "@/lib/client/persisted";

/** Applies the chosen theme and direction colours to `<html>`. */
export function AppearanceProvider({ nonce, children }: { nonce?: string; children: ReactNode }) {
  const direction = usePersisted(directionChoice);
  useEffect(() => {
    document.documentElement.dataset.direction = direction;
  }, [direction]);
  return (
    <ThemeProvider
      attribute="data-theme"
      nonce={nonce}
      themes={["midnight", "light"]}
      defaultTheme="midnight"
      enableSystem={false}
      enableColorScheme={false}
      disableTransitionOnChange
      storageKey="tz:theme"
    >
      {children}
    </ThemeProvider>
  );
}
