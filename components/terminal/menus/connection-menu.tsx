"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { FeedBadge } from "@/components/shell/feed-badge";
import { useSaverOffer } from "@/components/terminal/menus/use-saver-offer";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Popup } from "@/components/ui/popup";
import { readPageBytes } from "@/lib/client/stream/read-page-bytes";

const ConnectionSheet = lazyPart(
  () => import("@/components/terminal/menus/connection-sheet").then((module) => module.ConnectionSheet),
  { failure: "inline" },
);

/** The age of the prices; in the menu, the data used and the data saver. */
export function ConnectionMenu({ source }: { source: string }) {
  const t = useTranslations("terminal.link");
  const [isOpen, setOpen] = useState(false);
  useSaverOffer();
  // The browser stores a limited number of entries: counting starts with the page.
  useEffect(() => void readPageBytes(), []);
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
