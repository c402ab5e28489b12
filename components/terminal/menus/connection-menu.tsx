"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FeedBadge } from "@/components/shell/feed-badge";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Popup } from "@/components/ui/popup";

const ConnectionSheet = lazyPart(
  () => import("@/components/terminal/menus/menu-parts").then((module) => module.ConnectionSheet),
  { failure: "inline" },
);

/** The age of the prices; in the menu, the data used and the data saver. */
export function ConnectionMenu({ source }: { source: string }) {
  const t = useTranslations("terminal.link");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popup
      trigger={{
        className: "px-1",
        children: (
          <>
            <FeedBadge />
            <span className="sr-only">{t("open")}</span>
          </>
        ),
      }}
      role="dialog"
      label={t("label")}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="end"
      className="flex w-72 flex-col gap-3 p-3"
    >
      <ConnectionSheet source={source} />
    </Popup>
  );
}
