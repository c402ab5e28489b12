"use client";

import { useTranslations } from "next-intl";
import { Palette } from "@/components/icons/lucide";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Menu } from "@/components/ui/menu";

const AppearanceMenuItems = lazyPart(
  () => import("@/components/terminal/menus/menu-parts").then((module) => module.AppearanceMenuItems),
  { failure: "inline" },
);

/** Theme and direction colours. */
export function AppearanceMenu() {
  const t = useTranslations("terminal.menu");
  return (
    <Menu
      align="end"
      trigger={{ size: "icon", "aria-label": t("appearance"), children: <Palette aria-hidden /> }}
    >
      <AppearanceMenuItems />
    </Menu>
  );
}
