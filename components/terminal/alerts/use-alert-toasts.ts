"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { takeEarlyAlerts } from "@/components/terminal/notifications/early-notifications";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { getNotificationStore, type NewNotifications } from "@/lib/client/alerts/notification-store";
import { hasToast } from "@/lib/client/alerts/toast-choice";
import { playSound } from "@/lib/client/sounds";

/** Shows alerts as toasts as they fire; those of before the page was opened together in one. */
export function useAlertToasts(): void {
  const t = useTranslations("alerts.toast");
  useEffect(() => {
    const show = ({ now, missed }: NewNotifications) => {
      for (const { id, title, detail } of hasToast("alert") ? now : []) {
        showToast((toast) => toast.message(title, { id, description: detail, duration: 15_000 }));
      }
      if (now.length > 0) playSound("alert");
      const [newest] = missed;
      if (newest)
        showToast((toast) =>
          toast.message(t("missed", { count: missed.length }), { id: "missed", description: newest.title }),
        );
    };
    for (const notifications of takeEarlyAlerts()) show(notifications);
    return getNotificationStore().subscribeNew(show);
  }, [t]);
}
