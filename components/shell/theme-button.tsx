"use client";

import { useTheme } from "next-themes";
import { Moon, Sun } from "@/components/icons/lucide";
import { Button } from "@/components/ui/button";

/** Switches between midnight and light. Both icons exist, so that the server's markup is right either way. */
export function ThemeButton() {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <Button
      size="icon"
      aria-label="Switch between midnight and light theme"
      onClick={() => setTheme(resolvedTheme === "light" ? "midnight" : "light")}
    >
      <Moon aria-hidden className="hidden light:block" />
      <Sun aria-hidden className="light:hidden" />
    </Button>
  );
}
