"use client";

import { useTheme } from "next-themes";
import { Palette } from "@/components/icons/lucide";
import { DIRECTIONS, directionChoice, THEMES } from "@/components/shell/appearance";
import { Menu, MenuChoice } from "@/components/ui/menu";
import { usePersisted } from "@/lib/client/persisted";

/** Theme and direction colours. */
export function AppearanceMenu() {
  const { theme, setTheme } = useTheme();
  const direction = usePersisted(directionChoice);
  return (
    <Menu
      align="end"
      trigger={{ size: "icon", "aria-label": "Appearance", children: <Palette aria-hidden /> }}
    >
      <MenuChoice label="Theme" value={theme} options={THEMES} onChange={setTheme} />
      <MenuChoice
        label="Direction colours"
        value={direction}
        options={DIRECTIONS}
        onChange={directionChoice.write}
      />
    </Menu>
  );
}
