"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { Palette } from "@/components/icons/lucide";
import { DIRECTIONS, directionChoice, THEMES } from "@/components/shell/appearance";
import { Menu, MenuChoice } from "@/components/ui/menu";
import { usePersisted } from "@/lib/client/persisted";

/** Theme and direction colours. */
export function AppearanceMenu() {
  const t = useTranslations("terminal.menu");
  const common = useTranslations("common.appearance");
  const { theme, setTheme } = useTheme();
  const direction = usePersisted(directionChoice);
  return (
    <Menu
      align="end"
      trigger={{ size: "icon", "aria-label": t("appearance"), children: <Palette aria-hidden /> }}
    >
      <MenuChoice
        label={t("theme")}
        value={theme}
        options={THEMES.map((one) => [one, common(`theme.${one}`)])}
        onChange={setTheme}
      />
      <MenuChoice
        label={t("directions")}
        value={direction}
        options={DIRECTIONS.map((one) => [one, common(`direction.${one}`)])}
        onChange={directionChoice.write}
      />
    </Menu>
  );
}
