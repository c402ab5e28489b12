"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { Moon, Sun } from "@/components/icons/later-icons";
import { Button } from "@/components/ui/button";

/** Switches between midnight and light. Both icons exist, so that the server's markup is right either way. */
export function ThemeButton() {
  const t = useTranslations("common");
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <Button
      size="icon"
      aria-label={t("theme")}
      onClick={() => setTheme(resolvedTheme === "light" ? "midnight" : "light")}
    >
      <Moon aria-hidden className="hidden light:block" />
      <Sun aria-hidden className="light:hidden" />
    </Button>
  );
}
