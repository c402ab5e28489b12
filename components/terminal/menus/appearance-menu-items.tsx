"use client";

import { useTranslations } from "next-intl";
import { DIRECTIONS, directionChoice, THEMES, themeChoice } from "@/components/shell/appearance";
import { MenuChoice } from "@/components/ui/menu-items";
import { usePersisted } from "@/lib/client/persisted";

/** The choices of theme and direction colours. */
export function AppearanceMenuItems() {
  const t = useTranslations("terminal.menu");
  const common = useTranslations("common.appearance");
  const theme = usePersisted(themeChoice);
  const direction = usePersisted(directionChoice);
  return (
    <>
      <MenuChoice
        label={t("theme")}
        value={theme}
        options={THEMES.map((one) => [one, common(`theme.${one}`)])}
        onChange={themeChoice.write}
      />
      <MenuChoice
        label={t("directions")}
        value={direction}
        options={DIRECTIONS.map((one) => [one, common(`direction.${one}`)])}
        onChange={directionChoice.write}
      />
    </>
  );
}
