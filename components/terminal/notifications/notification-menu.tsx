"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Bell } from "@/components/icons/lucide";
import { alertsSheet } from "@/components/terminal/alerts/alerts-sheet";
import { useIsAhead } from "@/components/terminal/layout/use-load-ahead";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Popup } from "@/components/ui/popup";

const NotificationList = lazyPart(
  () =>
    import("@/components/terminal/notifications/notification-parts").then(
      (module) => module.NotificationList,
    ),
  { failure: "inline" },
);
const UnreadCounter = lazyPart(
  () =>
    import("@/components/terminal/notifications/notification-parts").then((module) => module.UnreadCounter),
  { failure: "hidden" },
);

/** Opens the recent events; its button says how many have not been seen. */
export function NotificationMenu({ symbol }: { symbol: string }) {
  const t = useTranslations("terminal.notifications");
  const [isOpen, setOpen] = useState(false);
  const [unread, setUnread] = useState(0);
  const isAhead = useIsAhead();
  return (
    <>
      {isAhead && <UnreadCounter onCount={setUnread} />}
      <Popup
        trigger={{
          size: "icon",
          "aria-label": unread > 0 ? t("unread", { count: String(unread) }) : t("label"),
          className: "relative",
          children: (
            <>
              <Bell aria-hidden />
              {unread > 0 && (
                <span aria-hidden className="absolute top-0.5 right-0.5 size-1.5 rounded-full bg-accent" />
              )}
            </>
          ),
        }}
        role="dialog"
        label={t("label")}
        isOpen={isOpen}
        onOpenChange={setOpen}
        align="end"
        className="flex max-h-[60vh] w-80 flex-col overflow-hidden"
      >
        <NotificationList
          onAlerts={() => {
            setOpen(false);
            alertsSheet.open({ symbol, level: null });
          }}
        />
      </Popup>
    </>
  );
}
