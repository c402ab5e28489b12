"use client";

import { useTranslations } from "next-intl";
import { Moon, Sun } from "@/components/icons/later-icons";
import { themeChoice } from "@/components/shell/appearance";
import { Button } from "@/components/ui/button";
import { usePersisted } from "@/lib/client/persisted";

/** Switches between midnight and light. Both icons exist, so that the server's markup is right either way. */
export function ThemeButton() {
  const t = useTranslations("common");
  const theme = usePersisted(themeChoice);
  return (
    <Button
      size="icon"
      aria-label={t("theme")}
      onClick={() => themeChoice.write(theme === "light" ? "midnight" : "light")}
    >
      <Moon aria-hidden className="hidden light:block" />
      <Sun aria-hidden className="light:hidden" />
    </Button>
  );
}
