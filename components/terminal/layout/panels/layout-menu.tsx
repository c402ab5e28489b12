"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { LayoutGrid } from "@/components/icons/lucide";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Popup } from "@/components/ui/popup";

const LayoutSheet = lazyPart(
  () => import("@/components/terminal/menus/menu-parts").then((module) => module.LayoutSheet),
  { failure: "inline" },
);

/** Opens the layout of the desk: charts, panels, and what is saved of them. */
export function LayoutMenu() {
  const t = useTranslations("terminal.layout");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popup
      trigger={{
        id: "layout-button",
        size: "icon",
        "aria-label": t("label"),
        children: <LayoutGrid aria-hidden />,
      }}
      role="dialog"
      label={t("label")}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="start"
      className="grid max-h-[70vh] w-72 gap-2 overflow-y-auto p-3 text-xs"
    >
      <LayoutSheet onClose={() => setOpen(false)} />
    </Popup>
  );
}
